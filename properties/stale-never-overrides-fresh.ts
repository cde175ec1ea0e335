/** What is believed of an order is the newest news of it that came, in whatever order the news came. */
import type { Happening } from "../src/domain/observation.ts";
import type { ExpectedOrder, OrderStatus } from "../src/domain/order.ts";
import { fails, holds, notApplicable } from "../src/harness/property.ts";
import type { Case, RunProperty } from "../src/harness/property.ts";

export const staleNeverOverridesFresh: RunProperty = {
  kind: "run",
  name: "stale-never-overrides-fresh",
  statement:
    "What is believed of an order is the newest news of it that came, in whatever order the news came.",
  movesMoney: true,
  needsHistories: true,
  judge: (observed) => {
    const { happenings, situations } = observed.observation;
    if (happenings.every(({ step }) => step.kind !== "stream-event")) {
      return notApplicable("no news came");
    }
    let known = knownOf(observed.scenario.expected.orders);
    let at = 0;
    for (const [run, { expected }] of situations.entries()) {
      for (; (happenings[at]?.runsBefore ?? Number.POSITIVE_INFINITY) <= run; at += 1) {
        known = learn(known, happenings[at], observed);
      }
      for (const { clientOrderId, status } of expected.orders) {
        const due = known.get(clientOrderId)?.status;
        if (due === status) continue;
        const [wanted, happened] = [`${clientOrderId} ${due ?? "unknown"}`, status];
        return fails("the-newest-news-is-believed", { run, expected: wanted, happened });
      }
      const lost = [...known.keys()].find((id) =>
        expected.orders.every(({ clientOrderId }) => clientOrderId !== id),
      );
      if (lost === undefined) continue;
      return fails("no-order-is-forgotten", { run, expected: lost, happened: "not believed in" });
    }
    return holds;
  },
};

type Known = ReadonlyMap<string, { readonly status: OrderStatus; readonly atMs: number }>;

function knownOf(orders: readonly ExpectedOrder[]): Known {
  return new Map(
    orders.map(({ clientOrderId, status, createdAtMs, updatedAtMs }) => [
      clientOrderId,
      { status, atMs: updatedAtMs ?? createdAtMs },
    ]),
  );
}

function learn(known: Known, happening: Happening | undefined, { scenario }: Case): Known {
  if (happening === undefined) return known;
  const { step, atMs } = happening;
  if (step.kind === "restart") {
    if (step.belief === "kept") return known;
    return step.belief === "lost" ? new Map() : knownOf(scenario.expected.orders);
  }
  if (step.kind === "bot-places") {
    const { clientOrderId, status } = step.order;
    if (step.lost === "reply" || known.has(clientOrderId)) return known;
    const { updatedAtMs } = step.order;
    return new Map(known).set(clientOrderId, { status, atMs: updatedAtMs ?? atMs });
  }
  if (step.kind !== "stream-event") return known;
  const { clientOrderId, status, updatedAtMs } = step;
  const before = known.get(clientOrderId);
  if (before === undefined) return known;
  const news = { status, atMs: updatedAtMs };
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

function rankOf({ status, atMs }: { status: OrderStatus; atMs: number }): number {
  return atMs * Object.keys(ranks).length + ranks[status];
}
