/** Order updates arrive in any order; the time of an update decides, and its fill, not its arrival. */
import type { ExpectedState } from "../src/domain/expected-state.ts";
import type { ExecutedStep, RunContext } from "../src/simulation/observation.ts";
import type { ExpectedOrder } from "../src/domain/order.ts";
import { fail, pass, discarded, type Case, type RunProperty } from "./property.ts";
import { ExpectedPositions, isOfEarlierOrder } from "./oracle/expected-positions.ts";
import { OrderTerms } from "./oracle/order-terms.ts";
import { compareChanges, isLiveOrder } from "./oracle/order-status.ts";

export const snapshotsNeverOverrideNewerUpdates: RunProperty = {
  kind: "run",
  name: "snapshots-never-override-newer-updates",
  statement:
    "The expected state follows the newest update and the largest fill of each order, and no older snapshot overrides it.",
  severity: "money",
  checks: [
    "wrong-expected-status",
    "wrong-expected-position",
    "forgotten-order",
    "changed-order",
    "overridden-update",
  ],
  requires: ["sequences", "order-updates"],
  judge: (observed, failures) => {
    const { trace, runContexts } = observed.observation;
    if (trace.every(({ step }) => step.kind !== "order-update")) {
      return discarded("there was no order update");
    }
    const newest = initialUpdates(observed.scenario.expected.orders);
    const booked = new ExpectedPositions(observed.scenario.expected);
    const terms = new OrderTerms(observed.scenario.expected);
    let at = 0;
    for (const [run, context] of runContexts.entries()) {
      const { expected } = context;
      for (; (trace[at]?.runsBefore ?? Number.POSITIVE_INFINITY) <= run; at += 1) {
        applyStep({ newest, booked, terms }, trace[at], observed);
      }
      for (const order of expected.orders) {
        const { clientOrderId, status, createdAtMs } = order;
        const update = newest.get(keyOf(order));
        if (update?.status === status && update.createdAtMs === createdAtMs) continue;
        const required = `${clientOrderId} ${update?.status ?? "unknown"}, created at ${update?.createdAtMs}`;
        const actual = `${status}, created at ${createdAtMs}`;
        const variant = `${update?.status ?? "unknown"}/${status}`;
        failures.push(fail("wrong-expected-status", { run, expected: required, actual }, variant));
      }
      const wrong = booked.findWrong(expected.positions, context.config.symbolWhitelist);
      if (wrong !== null) {
        const { expected: required, actual, difference } = wrong;
        failures.push(
          fail("wrong-expected-position", { run, expected: required, actual }, difference),
        );
      }
      const forgotten = findForgotten(newest, expected) ?? terms.findForgotten(expected);
      if (forgotten !== null) {
        const actual = `${expected.orders.length} expected orders without it`;
        const variant = newest.get(forgotten)?.status ?? "conditional";
        failures.push(fail("forgotten-order", { run, expected: forgotten, actual }, variant));
      }
      const changed = terms.findChanged(expected);
      if (changed !== null) {
        const { expected: required, actual, field } = changed;
        failures.push(fail("changed-order", { run, expected: required, actual }, field));
      }
      const overridden = findOverridden(observed, run, context, newest);
      if (overridden === null) continue;
      const { id, action } = overridden;
      const required = `no mismatch and no call for ${id}, which was updated after the snapshot`;
      const actual = `${action} of ${id}`;
      const variant = `${action}/${newest.get(id)?.status ?? "unknown"}`;
      failures.push(fail("overridden-update", { run, expected: required, actual }, variant));
    }
    return pass;
  },
};

function findForgotten(newest: Updates, { orders }: ExpectedState): string | null {
  for (const id of newest.keys()) {
    if (!orders.some((order) => keyOf(order) === id)) return id;
  }
  return null;
}

/** An order that was updated after the snapshot, but that the run reports or cancels. */
function findOverridden(
  { observation }: Case,
  run: number,
  { snapshot, expected }: RunContext,
  newest: Updates,
): { readonly id: string; readonly action: string } | null {
  const { runs, portCalls } = observation;
  const report = runs[run];
  const updated = expected.orders.filter(
    (order) => (newest.get(keyOf(order))?.updatedAtMs ?? 0) > snapshot.orders.takenAtMs,
  );
  if (updated.length === 0) return null;
  const results = report !== undefined && "results" in report ? report.results : [];
  for (const { clientOrderId: id, symbol } of updated) {
    // The same id on another symbol, or in the list of conditional orders, is another order.
    const isSame = (item: object & { readonly symbol: string }) =>
      item.symbol === symbol &&
      "clientOrderId" in item &&
      item.clientOrderId === id &&
      !("orderList" in item);
    const call = portCalls.find(
      ({ run: madeIn, request }) =>
        madeIn === run && request.method !== "cancelConditionalOrder" && isSame(request),
    );
    if (call !== undefined) return { id, action: call.request.method };
    const result = results.find(({ mismatch }) => isSame(mismatch));
    if (result !== undefined) return { id, action: result.mismatch.type };
  }
  return null;
}

type Update = Pick<ExpectedOrder, "status" | "createdAtMs" | "orderId"> & {
  readonly updatedAtMs: number;
};
/** The newest update of each order, by its client order id and symbol. */
type Updates = ReadonlyMap<string, Update>;

function initialUpdates(orders: readonly ExpectedOrder[]): Map<string, Update> {
  const updates = new Map<string, Update>();
  addInitial(updates, orders);
  return updates;
}

function addInitial(updates: Map<string, Update>, orders: readonly ExpectedOrder[]): void {
  for (const order of orders) updates.set(keyOf(order), updateOf(order, order.createdAtMs));
}

type Updated = Pick<ExpectedOrder, "status" | "updatedAtMs" | "orderId">;

function updateOf({ status, updatedAtMs, orderId }: Updated, createdAtMs: number): Update {
  return { status, updatedAtMs: updatedAtMs ?? createdAtMs, createdAtMs, orderId };
}

type Named = { readonly clientOrderId: string; readonly symbol: string };

const keyOf = ({ clientOrderId, symbol }: Named) => `${clientOrderId} ${symbol}`;

/** The order that the update names, or the first with its id where it names no symbol. */
function keyOfUpdated(
  updates: Updates,
  { clientOrderId, symbol }: Extract<ExecutedStep["step"], { kind: "order-update" }>,
): string {
  if (symbol !== undefined) return keyOf({ clientOrderId, symbol });
  for (const key of updates.keys()) if (key.startsWith(`${clientOrderId} `)) return key;
  return clientOrderId;
}

const empty: ExpectedState = { orders: [], positions: [] };

type Known = {
  readonly newest: Map<string, Update>;
  readonly booked: ExpectedPositions;
  readonly terms: OrderTerms;
};

function applyStep(
  { newest: updates, booked, terms }: Known,
  executed: ExecutedStep | undefined,
  { scenario }: Case,
): void {
  if (executed === undefined) return;
  const { step, atMs } = executed;
  if (step.kind === "restart" && step.expectedState !== "current") {
    const start = step.expectedState === "empty" ? empty : scenario.expected;
    updates.clear();
    addInitial(updates, start.orders);
    booked.restart(start);
    terms.restart(start);
  } else if (step.kind === "place-order") {
    const key = keyOf(step.order);
    const before = updates.get(key);
    // An id may be used again after its order has ended.
    if (step.lost === "reply" || (before !== undefined && isLiveOrder(before))) return;
    updates.delete(key);
    updates.set(key, updateOf({ ...step.order, updatedAtMs: atMs }, atMs));
    booked.place(step.order, atMs);
    terms.place(step.order);
  } else if (step.kind === "place-conditional-order") {
    if (step.lost !== "reply") terms.placeConditional(step.conditionalOrder);
  } else if (step.kind === "order-update") {
    booked.update(step);
    const key = keyOfUpdated(updates, step);
    const before = updates.get(key);
    if (before === undefined || isOfEarlierOrder(step, before)) return;
    const update = updateOf({ ...step, orderId: before.orderId }, before.createdAtMs);
    if (compareChanges(update, before) > 0) updates.set(key, update);
  }
}
