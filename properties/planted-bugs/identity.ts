/** Faults with a client order id that is used again, or on two symbols. */
import { isLive, type ObservedOrder } from "../../src/domain/order.ts";
import { applyOrderUpdate, isNamedBy } from "../../src/pipeline/order-update.ts";
import { newestOfEachOrder } from "../../src/pipeline/repeated-entries.ts";
import { decisionsWith, sequenceSiblings, siblings, type PlantedBug } from "./planted-bug.ts";

/** One order of each key: the first, or a later one that is taken instead. */
const oneOfEach = (
  keyOf: (order: ObservedOrder) => string,
  isTaken: (later: ObservedOrder, taken: ObservedOrder) => boolean,
) =>
  decisionsWith({
    newestOfEachOrder: (listed) => {
      const orders = new Map<string, ObservedOrder>();
      for (const order of newestOfEachCopy(listed)) {
        const taken = orders.get(keyOf(order));
        if (taken === undefined || isTaken(order, taken)) orders.set(keyOf(order), order);
      }
      return [...orders.values()];
    },
  });

/** Copies of one order are no fault here. */
function newestOfEachCopy(listed: readonly ObservedOrder[]): readonly ObservedOrder[] {
  const ids = new Map<string, ObservedOrder[]>();
  for (const order of listed) {
    const key = `${order.symbol} ${order.clientOrderId} ${order.orderId}`;
    ids.set(key, [...(ids.get(key) ?? []), order]);
  }
  return [...ids.values()].flatMap(newestOfEachOrder);
}

const byOrder = ({ symbol, clientOrderId }: ObservedOrder) => `${symbol} ${clientOrderId}`;
const byId = ({ clientOrderId }: ObservedOrder) => clientOrderId;

export const identityBugs: readonly PlantedBug[] = [
  ...siblings("every-mismatch-is-reported/missing-mismatch", 4, {
    // The venue lists the orders of an id from the oldest on, and the oldest has ended.
    "first-order-of-a-used-id-counts": oneOfEach(byOrder, () => false),
    "ended-order-of-a-used-id-counts": oneOfEach(byOrder, ({ status }) => !isLive(status)),
    // Where an order replaces another one, both changed in the same millisecond.
    "newest-change-of-a-used-id-counts": oneOfEach(
      byOrder,
      (later, taken) => later.updatedAtMs > taken.updatedAtMs,
    ),
    "id-on-two-symbols-is-one-order": oneOfEach(byId, () => true),
    // As a parser without large integers reads them, two orders of one id may have equal order ids.
    "order-ids-read-as-floats": decisionsWith({
      newestOfEachOrder: (listed) =>
        newestOfEachOrder(
          listed.map((order) => ({ ...order, orderId: BigInt(Number(order.orderId)).toString() })),
        ),
    }),
  }),
  ...siblings("no-mismatch-no-action/report-without-mismatch", 3, {
    // Two ended orders of one millisecond: as text, "99" comes after "9007199254740997".
    "order-ids-compared-as-text": oneOfEach(byOrder, (later, taken) => {
      if (isLive(later.status) !== isLive(taken.status)) return isLive(later.status);
      return later.updatedAtMs === taken.updatedAtMs
        ? later.orderId > taken.orderId
        : later.updatedAtMs > taken.updatedAtMs;
    }),
  }),
  ...sequenceSiblings("snapshots-never-override-newer-updates/wrong-expected-position", 5, {
    "order-id-forgotten-by-an-update": {
      hooks: {
        applyOrderUpdate: (expected, update) => {
          const applied = applyOrderUpdate(expected, update);
          if (applied === expected) return applied;
          const orders = applied.orders.map(({ orderId, ...order }) => {
            const isUpdated = isNamedBy(update, order);
            return isUpdated || orderId === undefined ? order : { ...order, orderId };
          });
          return { ...applied, orders };
        },
      },
    },
    "late-update-of-a-used-id-booked": {
      hooks: {
        applyOrderUpdate: (expected, update) =>
          applyOrderUpdate(expected, { ...update, orderId: undefined }),
      },
    },
  }),
  ...sequenceSiblings("snapshots-never-override-newer-updates/forgotten-order", 2, {
    // The expected state keeps one order of each id, of any symbol.
    "one-expected-order-of-each-id": {
      hooks: {
        applyOrderUpdate: (expected, update) => {
          const { orders, positions } = applyOrderUpdate(expected, update);
          const last = new Map(orders.map((order) => [order.clientOrderId, order]));
          return { orders: [...last.values()], positions };
        },
      },
    },
  }),
];
