/** Order updates arrive in any order; the time of an update decides, not its arrival. */
import type { ExpectedState } from "../src/domain/expected-state.ts";
import type { ExecutedStep, RunContext } from "../src/simulation/observation.ts";
import type { ExpectedOrder, OrderStatus } from "../src/domain/order.ts";
import { fail, pass, discarded, type Case, type RunProperty } from "./property.ts";
import { describePositions } from "./view/compare-effects.ts";

export const snapshotsNeverOverrideNewerUpdates: RunProperty = {
  kind: "run",
  name: "snapshots-never-override-newer-updates",
  statement:
    "The expected state follows the newest update of each order, and no older snapshot overrides it.",
  severity: "money",
  checks: [
    "wrong-expected-status",
    "position-changed-by-order-update",
    "forgotten-order",
    "overridden-update",
  ],
  requires: ["sequences", "order-updates"],
  judge: (observed) => {
    const { trace, runContexts } = observed.observation;
    if (trace.every(({ step }) => step.kind !== "order-update")) {
      return discarded("there was no order update");
    }
    const newest = initialUpdates(observed.scenario.expected.orders);
    let at = 0;
    for (const [run, context] of runContexts.entries()) {
      const { expected } = context;
      for (; (trace[at]?.runsBefore ?? Number.POSITIVE_INFINITY) <= run; at += 1) {
        applyStep(newest, trace[at], observed);
      }
      for (const { clientOrderId, status, createdAtMs } of expected.orders) {
        const update = newest.get(clientOrderId);
        if (update?.status === status && update.createdAtMs === createdAtMs) continue;
        const required = `${clientOrderId} ${update?.status ?? "unknown"}, created at ${update?.createdAtMs}`;
        const actual = `${status}, created at ${createdAtMs}`;
        const variant = `${update?.status ?? "unknown"}/${status}`;
        return fail("wrong-expected-status", { run, expected: required, actual }, variant);
      }
      const moved = findMovedPositions(observed, run, expected);
      if (moved !== null) return fail("position-changed-by-order-update", { run, ...moved });
      const forgotten = findForgotten(newest, expected);
      if (forgotten !== null) {
        const actual = `${expected.orders.length} expected orders without it`;
        const variant = newest.get(forgotten)?.status ?? "unknown";
        return fail("forgotten-order", { run, expected: forgotten, actual }, variant);
      }
      const overridden = findOverridden(observed, run, context, newest);
      if (overridden === null) continue;
      const { id, action } = overridden;
      const required = `no mismatch and no call for ${id}, which was updated after the snapshot`;
      const actual = `${action} of ${id}`;
      const variant = `${action}/${newest.get(id)?.status ?? "unknown"}`;
      return fail("overridden-update", { run, expected: required, actual }, variant);
    }
    return pass;
  },
};

/** Only a restart changes the expected positions. Null where they are correct. */
function findMovedPositions(
  { scenario, observation }: Case,
  run: number,
  { positions }: ExpectedState,
) {
  if (positions.length === 0 && scenario.expected.positions.length === 0) return null;
  const restart = observation.trace.findLast(
    ({ step, runsBefore }) =>
      step.kind === "restart" && step.expectedState !== "current" && runsBefore <= run,
  )?.step;
  const isEmpty = restart?.kind === "restart" && restart.expectedState === "empty";
  const due = isEmpty ? [] : scenario.expected.positions;
  if (due === positions) return null;
  const [expected, actual] = [describePositions(due), describePositions(positions)];
  return expected === actual ? null : { expected, actual };
}

function findForgotten(newest: Updates, { orders }: ExpectedState): string | null {
  for (const id of newest.keys()) {
    if (!orders.some(({ clientOrderId }) => clientOrderId === id)) return id;
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
    ({ clientOrderId }) =>
      (newest.get(clientOrderId)?.updatedAtMs ?? 0) > snapshot.orders.takenAtMs,
  );
  if (updated.length === 0) return null;
  const results = report !== undefined && "results" in report ? report.results : [];
  for (const { clientOrderId: id, symbol } of updated) {
    // The same id on another symbol is another order.
    const isSame = (item: object & { readonly symbol: string }) =>
      item.symbol === symbol && "clientOrderId" in item && item.clientOrderId === id;
    const call = portCalls.find((made) => made.run === run && isSame(made.request));
    if (call !== undefined) return { id, action: call.request.method };
    const result = results.find(({ mismatch }) => isSame(mismatch));
    if (result !== undefined) return { id, action: result.mismatch.type };
  }
  return null;
}

type Update = Pick<ExpectedOrder, "status" | "createdAtMs"> & { readonly updatedAtMs: number };
/** The newest update of each order, by client order id. */
type Updates = ReadonlyMap<string, Update>;

function initialUpdates(orders: readonly ExpectedOrder[]): Map<string, Update> {
  const updates = new Map<string, Update>();
  addInitial(updates, orders);
  return updates;
}

function addInitial(updates: Map<string, Update>, orders: readonly ExpectedOrder[]): void {
  for (const order of orders) updates.set(order.clientOrderId, updateOf(order, order.createdAtMs));
}

type Updated = Pick<ExpectedOrder, "status" | "updatedAtMs">;

function updateOf({ status, updatedAtMs }: Updated, createdAtMs: number): Update {
  return { status, updatedAtMs: updatedAtMs ?? createdAtMs, createdAtMs };
}

function applyStep(
  updates: Map<string, Update>,
  executed: ExecutedStep | undefined,
  { scenario }: Case,
): void {
  if (executed === undefined) return;
  const { step, atMs } = executed;
  if (step.kind === "restart" && step.expectedState !== "current") {
    updates.clear();
    if (step.expectedState !== "empty") addInitial(updates, scenario.expected.orders);
  } else if (step.kind === "place-order") {
    const { clientOrderId } = step.order;
    if (step.lost === "reply" || updates.has(clientOrderId)) return;
    updates.set(clientOrderId, updateOf(step.order, atMs));
  } else if (step.kind === "order-update") {
    const before = updates.get(step.clientOrderId);
    if (before === undefined) return;
    const update = updateOf(step, before.createdAtMs);
    if (isNewer(update, before)) updates.set(step.clientOrderId, update);
  }
}

/** Of two updates in one millisecond the one with the later status is newer. */
function isNewer(left: Update, right: Update): boolean {
  if (left.updatedAtMs !== right.updatedAtMs) return left.updatedAtMs > right.updatedAtMs;
  return statusOrder.indexOf(left.status) > statusOrder.indexOf(right.status);
}

const statusOrder: readonly OrderStatus[] = [
  "PENDING",
  "OPEN",
  "PARTIALLY_FILLED",
  "UNKNOWN",
  "FILLED",
  "CANCELLED",
  "REJECTED",
  "EXPIRED",
];
