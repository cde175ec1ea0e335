/**
 * What order updates bring of fills, ids that are used again, and positions that move while a run decides. A bug in the
 * booking of fills, and a flatten that opens a position, need one of these.
 */
import { add, exceeds, negate, signOf, zero, type Decimal } from "../domain/decimal.ts";
import type { ExpectedState } from "../domain/expected-state.ts";
import type { ExpectedOrder } from "../domain/order.ts";
import type { PortEffect } from "../domain/port-call.ts";
import { positionKey } from "../domain/position.ts";
import type { Case } from "../../properties/property.ts";
import { isBetweenCalls } from "./inner-steps.ts";
import { isOfEarlierOrder } from "../pipeline/order-update.ts";
import type { Step } from "../scenario/step.ts";
import type { Observation } from "../simulation/observation.ts";

type OrderUpdate = Extract<Step, { readonly kind: "order-update" }>;

/** The minimum share of sequences with each. */
export const situationShares = {
  "an order update with a new fill": 0.04,
  "an order update with a repeated fill": 0.02,
  "an order update with a late fill": 0.01,
  "an order update with the fill of a cancelled order": 0.003,
  "a position opened and closed by fills": 0.02,
  "a client order id used again": 0.02,
  "an order update of the order before": 0.01,
  "a position that moved between its snapshot and its flatten": 0.01,
  "an order update within a run": 0.01,
  "an order update between two port calls of a run": 0.0025,
  "an order update between two reads of a snapshot": 0.01,
} as const;
export type Situation = keyof typeof situationShares;

/** Calls `found` for each situation, perhaps more than once. */
export function findSituations(
  { scenario, observation }: Case,
  found: (situation: Situation) => void,
): void {
  if (observation.effects.some((effect) => hasMoved(effect, observation))) {
    found("a position that moved between its snapshot and its flatten");
  }
  const { trace } = observation;
  findInnerUpdates(scenario, observation, found);
  if (!trace.some(({ step }) => mayFind(step))) return;
  const books = new FillBooks(scenario.expected, found);
  for (const { step } of trace) {
    if (step.kind === "order-update") books.update(step);
    else if (step.kind === "place-order" && step.lost !== "reply") books.place(step.order);
    else if (step.kind === "restart" && step.expectedState !== "current") {
      books.restart(step.expectedState === "empty" ? empty : scenario.expected);
    }
  }
}

function findInnerUpdates(
  { steps }: Case["scenario"],
  observation: Observation,
  found: (situation: Situation) => void,
): void {
  for (const { step, place, inner, runsBefore } of observation.trace) {
    if (inner === undefined || step.kind !== "order-update") continue;
    const outer = steps[place];
    const during = outer?.kind === "reconcile" ? outer.during?.[inner] : undefined;
    if (during === undefined || during.afterRead !== undefined) {
      found("an order update between two reads of a snapshot");
      continue;
    }
    found("an order update within a run");
    if (isBetweenCalls(during.afterCall, runsBefore - 1, observation)) {
      found("an order update between two port calls of a run");
    }
  }
}

/** An order that rests at the exchange may fill before the flatten of its position. */
function hasMoved({ request, position, run }: PortEffect, { runContexts }: Observation): boolean {
  if (position === null || request.method !== "placeMarketOrder") return false;
  const positions = runContexts[run]?.snapshot.positions;
  if (positions?.status !== "ok") return false;
  const side = request.positionSide ?? "BOTH";
  const shown = positions.items.find(
    ({ symbol, positionSide }) => symbol === request.symbol && positionSide === side,
  );
  return shown !== undefined && signOf(add(shown.quantity, negate(position.before))) !== 0;
}

function mayFind(step: Step): boolean {
  return step.kind === "order-update"
    ? step.filledQuantity !== zero
    : step.kind === "place-order" && step.order.orderId !== undefined;
}

const empty: ExpectedState = { orders: [], positions: [] };

class FillBooks {
  readonly #found: (situation: Situation) => void;
  readonly #orders = new Map<string, { readonly order: ExpectedOrder; filled: Decimal }>();
  readonly #positions = new Map<string, Decimal>();
  /** The positions that a fill opened. */
  readonly #opened = new Set<string>();

  constructor(start: ExpectedState, found: (situation: Situation) => void) {
    this.#found = found;
    this.restart(start);
  }

  restart({ orders, positions }: ExpectedState): void {
    this.#orders.clear();
    this.#positions.clear();
    this.#opened.clear();
    for (const order of orders) {
      this.#orders.set(order.clientOrderId, { order, filled: order.filledQuantity });
    }
    for (const position of positions) this.#positions.set(positionKey(position), position.quantity);
  }

  /** The simulation gives an order id to an order whose client order id is used again. */
  place(order: ExpectedOrder): void {
    if (order.orderId !== undefined) this.#found("a client order id used again");
    else if (this.#orders.has(order.clientOrderId)) return;
    this.#orders.set(order.clientOrderId, { order, filled: zero });
  }

  update(update: OrderUpdate): void {
    const { clientOrderId, status, filledQuantity } = update;
    const known = this.#orders.get(clientOrderId);
    if (known === undefined) return;
    if (isOfEarlierOrder(update, known.order)) {
      this.#found("an order update of the order before");
      return;
    }
    if (signOf(filledQuantity) === 0) return;
    if (exceeds(filledQuantity, known.filled)) {
      this.#found("an order update with a new fill");
      if (status === "CANCELLED") this.#found("an order update with the fill of a cancelled order");
      this.#book(known.order, add(filledQuantity, negate(known.filled)));
      known.filled = filledQuantity;
    } else if (exceeds(known.filled, filledQuantity)) {
      this.#found("an order update with a late fill");
    } else this.#found("an order update with a repeated fill");
  }

  #book(order: ExpectedOrder, added: Decimal): void {
    const key = positionKey(order);
    const before = this.#positions.get(key) ?? zero;
    const after = add(before, order.side === "BUY" ? added : negate(added));
    this.#positions.set(key, after);
    if (signOf(before) === 0) this.#opened.add(key);
    else if (signOf(after) === 0 && this.#opened.has(key)) {
      this.#found("a position opened and closed by fills");
    }
  }
}
