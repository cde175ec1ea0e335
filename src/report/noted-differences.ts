/**
 * Differences between the expected state and a snapshot that are no mismatch: no remediation follows
 * from them, but the two do not agree.
 */
import type { Config } from "../domain/config.ts";
import { absolute, exceeds, signOf, zero, type Decimal } from "../domain/decimal.ts";
import type { ExpectedState } from "../domain/expected-state.ts";
import type { Mismatch } from "../domain/mismatch.ts";
import { isConditional, isLive, type ExpectedOrder, type ObservedOrder } from "../domain/order.ts";
import type {
  ExpectedConditionalOrder,
  ObservedConditionalOrder,
} from "../domain/conditional-order.ts";
import { positionKey, type Position } from "../domain/position.ts";
import type { CompletedRun } from "../domain/run-report.ts";
import type { Snapshot } from "../domain/snapshot.ts";
import { isOwnOrder } from "../pipeline/ownership.ts";

export type Difference = {
  readonly symbol: string;
  readonly positionSide: string;
  /** Null for a position and for external orders. */
  readonly clientOrderId: string | null;
  readonly field: string;
  /** Null for what the bot does not manage, so that nothing was compared. */
  readonly expected: string | null;
  readonly observed: string;
};

export type PlanData = {
  readonly run: CompletedRun<Mismatch>;
  readonly snapshot: Snapshot;
  readonly expected: ExpectedState;
  readonly config: Config;
};

/** Nothing is compared with a part that the run rejected. */
export function noteDifferences({ run, snapshot, expected, config }: PlanData): Difference[] {
  const { orders, positions, conditionalOrders } = snapshot;
  const isUsable = (name: string) => run.rejectedParts.every(({ part }) => part !== name);
  const found: Difference[] = [];
  if (orders.status === "ok" && isUsable("orders")) {
    const normal = run.results.filter(({ mismatch }) => !isOfConditionalOrder(mismatch));
    const mismatched = new Set(normal.map(({ mismatch }) => nameOf(mismatch)));
    noteOrders(expected.orders, orders.items, mismatched, config, found);
  }
  const { conditionalOrders: known = [] } = expected;
  if (conditionalOrders?.status === "ok" && isUsable("conditionalOrders")) {
    const conditional = run.results.filter(({ mismatch }) => isOfConditionalOrder(mismatch));
    const mismatched = new Set(conditional.map(({ mismatch }) => nameOf(mismatch)));
    noteOrders(known, conditionalOrders.items, mismatched, config, found);
  } else if (conditionalOrders === undefined) {
    for (const order of known) {
      if (isLive(order.status)) found.push(orderDifference(order, "order", order.status, notRead));
    }
  }
  if (positions.status === "ok" && isUsable("positions")) {
    notePositions(expected.positions, positions.items, config, found);
  }
  return found;
}

const notRead = "not read, because it is a conditional order";

function isOfConditionalOrder(mismatch: Mismatch): boolean {
  return "orderList" in mismatch && mismatch.orderList !== undefined;
}

type Expected = ExpectedOrder | ExpectedConditionalOrder;
type Observed = ObservedOrder | ObservedConditionalOrder;
type Order = Expected | Observed;

/** The same id on another symbol is another order. */
function nameOf(item: Mismatch | Order): string {
  return `${item.symbol} ${"clientOrderId" in item ? item.clientOrderId : ""}`;
}

function noteOrders(
  expected: readonly Expected[],
  observed: readonly Observed[],
  mismatched: ReadonlySet<string>,
  config: Config,
  found: Difference[],
): void {
  const unmatched = new Map(observed.map((order) => [nameOf(order), order]));
  for (const order of expected) {
    const name = nameOf(order);
    const listed = unmatched.get(name);
    unmatched.delete(name);
    if (listed !== undefined) noteFields(order, listed, mismatched.has(name), found);
    else if (isLive(order.status) && !mismatched.has(name)) {
      found.push(orderDifference(order, "order", order.status, whyAbsent(order)));
    }
  }
  const externals = new Map<string, number>();
  const isConditionalList = observed.some((order) => "triggerPrice" in order);
  for (const [name, order] of unmatched) {
    if (!isOwnOrder(order.clientOrderId, config)) {
      externals.set(order.symbol, (externals.get(order.symbol) ?? 0) + 1);
    } else if (!mismatched.has(name)) {
      found.push(orderDifference(order, "order", "no such order", order.status));
    }
  }
  for (const [symbol, count] of externals) {
    const place = { symbol, positionSide: "BOTH", clientOrderId: null };
    const field = isConditionalList ? "external conditional orders" : "external orders";
    found.push({ ...place, field, expected: null, observed: `${count}` });
  }
}

function whyAbsent(order: Expected): string {
  const { type } = order;
  return !("triggerPrice" in order) && isConditional(type)
    ? `not read, because a ${type} order is conditional`
    : "not listed, and too new to be called missing";
}

function noteFields(
  expected: Expected,
  observed: Observed,
  isMismatch: boolean,
  found: Difference[],
): void {
  const note = (field: "status" | "side" | "positionSide") =>
    found.push(orderDifference(observed, field, expected[field], observed[field]));
  const compare = (field: string, known: Decimal | null, listed: Decimal | null) => {
    if (known === listed || (known !== null && listed !== null && isEqual(known, listed))) return;
    const texts = [known, listed].map((value) => value ?? "the whole position");
    found.push(orderDifference(observed, field, texts[0] ?? "", texts[1] ?? ""));
  };
  if (expected.status !== observed.status && !isMismatch) note("status");
  if (expected.side !== observed.side) note("side");
  if (expected.positionSide !== observed.positionSide) note("positionSide");
  compare("quantity", expected.quantity, observed.quantity);
  if ("price" in expected && "price" in observed) {
    compare("price", expected.price, observed.price);
  }
  if ("triggerPrice" in expected && "triggerPrice" in observed) {
    compare("triggerPrice", expected.triggerPrice, observed.triggerPrice);
  }
  const { type } = expected;
  if (type !== undefined && type !== observed.type) {
    found.push(orderDifference(observed, "type", type, observed.type));
  }
}

function orderDifference(
  { symbol, positionSide, clientOrderId }: Order,
  field: string,
  expected: string,
  observed: string,
): Difference {
  return { symbol, positionSide, clientOrderId, field, expected, observed };
}

function notePositions(
  expected: readonly Position[],
  observed: readonly Position[],
  config: Config,
  found: Difference[],
): void {
  const listed = new Map(observed.map((position) => [positionKey(position), position]));
  const managed = new Set<string>(config.symbolWhitelist);
  const note = ({ symbol, positionSide }: Position, from: string | null, to: string) => {
    const field = from === null ? "position that is not managed" : "position";
    const place = { symbol, positionSide, clientOrderId: null };
    found.push({ ...place, field, expected: from, observed: to });
  };
  for (const position of expected) {
    managed.add(position.symbol);
    const quantity = listed.get(positionKey(position))?.quantity ?? zero;
    // A position where none is expected is a mismatch.
    if (signOf(position.quantity) === 0 || isEqual(position.quantity, quantity)) continue;
    note(position, describeQuantity(position.quantity), describeQuantity(quantity));
  }
  for (const position of observed) {
    if (signOf(position.quantity) === 0 || managed.has(position.symbol)) continue;
    note(position, null, describeQuantity(position.quantity));
  }
}

function isEqual(left: Decimal, right: Decimal): boolean {
  return !exceeds(left, right) && !exceeds(right, left);
}

export function describeQuantity(quantity: Decimal): string {
  const sign = signOf(quantity);
  if (sign === 0) return "flat";
  return `${sign === 1 ? "long" : "short"} ${absolute(quantity)}`;
}
