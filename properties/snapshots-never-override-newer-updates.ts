/** What is believed of an order is the newest news of it that came, in whatever order it came, and no older look overrides it. */
import type { Position } from "../src/domain/position.ts";
import type { ExecutedStep } from "../src/simulation/observation.ts";
import type { ExpectedOrder, OrderStatus } from "../src/domain/order.ts";
import { fail, pass, discarded } from "./property.ts";
import type { Case, RunProperty } from "./property.ts";

export const snapshotsNeverOverrideNewerUpdates: RunProperty = {
  kind: "run",
  name: "snapshots-never-override-newer-updates",
  statement:
    "What is believed of an order is the newest news of it that came, in whatever order it came, and no older look overrides it.",
  severity: "money",
  requires: ["sequences", "order-updates"],
  judge: (observed) => {
    const { trace, runContexts } = observed.observation;
    if (trace.every(({ step }) => step.kind !== "order-update")) {
      return discarded("no news came");
    }
    let known = knownOf(observed.scenario.expected.orders);
    let at = 0;
    for (const [run, { expected }] of runContexts.entries()) {
      for (; (trace[at]?.runsBefore ?? Number.POSITIVE_INFINITY) <= run; at += 1) {
        known = learn(known, trace[at], observed);
      }
      for (const { clientOrderId, status, createdAtMs } of expected.orders) {
        const due = known.get(clientOrderId);
        if (due?.status === status && due.createdAtMs === createdAtMs) continue;
        const wanted = `${clientOrderId} ${due?.status ?? "unknown"}, of ${due?.createdAtMs}`;
        const actual = `${status}, of ${createdAtMs}`;
        return fail("wrong-expected-status", { run, expected: wanted, actual });
      }
      const moved = findMovedPosition(observed, run);
      if (moved !== null) return fail("position-changed-by-order-update", { run, ...moved });
      const lost = [...known.keys()].find((id) =>
        expected.orders.every(({ clientOrderId }) => clientOrderId !== id),
      );
      if (lost !== undefined) {
        return fail("forgotten-order", { run, expected: lost, actual: "not believed in" });
      }
      const overridden = findOverridden(observed, run, known);
      if (overridden === null) continue;
      const since = `nothing about ${overridden}: the look is older than the news`;
      const act = "it was reported, or cancelled";
      return fail("overridden-update", { run, expected: since, actual: act });
    }
    return pass;
  },
};

/** No step tells the bot of positions: what it believes of them is what it believed when it last started. */
function findMovedPosition({ scenario, observation }: Case, run: number) {
  const believed = observation.runContexts[run]?.expected.positions ?? [];
  if (believed.length === 0 && scenario.expected.positions.length === 0) return null;
  const started = observation.trace.findLast(
    ({ step, runsBefore }) =>
      step.kind === "restart" && step.expectedState !== "current" && runsBefore <= run,
  );
  const isDisabled = started?.step.kind === "restart" && started.step.expectedState === "empty";
  const expected = describePositions(isDisabled ? [] : scenario.expected.positions);
  const actual = describePositions(believed);
  return expected === actual ? null : { expected, actual };
}

function describePositions(positions: readonly Position[]): string {
  return positions
    .map(({ symbol, positionSide, quantity }) => `${symbol} ${positionSide} ${quantity}`)
    .join(", ");
}

/** An order that a run reports or cancels although the news of it is newer than the look. */
function findOverridden({ observation }: Case, run: number, known: Known): string | null {
  const { runContexts, runs, portCalls } = observation;
  const [situation, report] = [runContexts[run], runs[run]];
  if (situation === undefined) return null;
  const { snapshot, expected } = situation;
  const { takenAtMs } = snapshot.orders;
  const isNewer = ({ clientOrderId }: ExpectedOrder) =>
    (known.get(clientOrderId)?.atMs ?? 0) > takenAtMs;
  if (!expected.orders.some(isNewer)) return null;
  const newer = expected.orders.filter(isNewer);
  const results = report !== undefined && "results" in report ? report.results : [];
  const touched = [
    ...portCalls.flatMap(({ run: of, request }) => (of === run ? [request] : [])),
    ...results.map(({ mismatch }) => mismatch),
  ];
  // The same id on another symbol is another order.
  const overridden = newer.find(({ clientOrderId, symbol }) =>
    touched.some(
      (what) =>
        what.symbol === symbol && "clientOrderId" in what && what.clientOrderId === clientOrderId,
    ),
  );
  return overridden?.clientOrderId ?? null;
}

type KnownOrder = {
  readonly status: OrderStatus;
  /** When it became so. */
  readonly atMs: number;
  readonly createdAtMs: number;
};
type Known = ReadonlyMap<string, KnownOrder>;

function knownOf(orders: readonly ExpectedOrder[]): Known {
  return new Map(
    orders.map(({ clientOrderId, status, createdAtMs, updatedAtMs }) => [
      clientOrderId,
      { status, atMs: updatedAtMs ?? createdAtMs, createdAtMs },
    ]),
  );
}

function learn(known: Known, happening: ExecutedStep | undefined, { scenario }: Case): Known {
  if (happening === undefined) return known;
  const { step, atMs } = happening;
  if (step.kind === "restart") {
    if (step.expectedState === "current") return known;
    return step.expectedState === "empty" ? new Map() : knownOf(scenario.expected.orders);
  }
  if (step.kind === "place-order") {
    const { clientOrderId, status } = step.order;
    if (step.lost === "reply" || known.has(clientOrderId)) return known;
    const { updatedAtMs } = step.order;
    return new Map(known).set(clientOrderId, {
      status,
      atMs: updatedAtMs ?? atMs,
      createdAtMs: atMs,
    });
  }
  if (step.kind !== "order-update") return known;
  const { clientOrderId, status, updatedAtMs } = step;
  const before = known.get(clientOrderId);
  if (before === undefined) return known;
  const news = { status, atMs: updatedAtMs, createdAtMs: before.createdAtMs };
  return rankOf(news) > rankOf(before) ? new Map(known).set(clientOrderId, news) : known;
}

/** Of two changes in one millisecond the one that ends the order is the later one. */
const ranks: Readonly<Record<OrderStatus, number>> = {
  PENDING: 0,
  OPEN: 1,
  PARTIALLY_FILLED: 2,
  UNKNOWN: 3,
  FILLED: 4,
  CANCELLED: 5,
  REJECTED: 6,
  EXPIRED: 7,
};

function rankOf({ status, atMs }: KnownOrder): number {
  return atMs * Object.keys(ranks).length + ranks[status];
}
