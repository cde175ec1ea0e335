/** Faults with lists that hide, repeat or outdate an entry. */
import { exceeds } from "../../src/domain/decimal.ts";
import { isLive, type ObservedOrder } from "../../src/domain/order.ts";
import { limits } from "../../src/pipeline/limits.ts";
import { checkSnapshotPart } from "../../src/pipeline/snapshot-validity.ts";
import {
  decisionsWith,
  limitsWith,
  sequenceSiblings,
  siblings,
  withMemory,
  type PlantedBug,
} from "./planted-bug.ts";

/** One copy of each order; `isTaken` decides whether a later copy replaces the one that was taken before. */
const copyTakenIf = (isTaken: (later: ObservedOrder, taken: ObservedOrder) => boolean) =>
  decisionsWith({
    newestOfEachOrder: (listed) => {
      const copies = new Map<string, ObservedOrder>();
      for (const order of listed) {
        const taken = copies.get(order.clientOrderId);
        if (taken === undefined || isTaken(order, taken)) copies.set(order.clientOrderId, order);
      }
      return [...copies.values()];
    },
  });

const contradictionAccepted: typeof checkSnapshotPart = (part, snapshot, ...rest) => {
  const rejected = checkSnapshotPart(part, snapshot, ...rest);
  const isContradiction = rejected?.reason === "snapshot_unreadable";
  return isContradiction && snapshot[part]?.status === "ok" ? null : rejected;
};

const { maxAttemptsPerIntent } = limits;

export const misleadingListBugs: readonly PlantedBug[] = [
  ...siblings("no-mismatch-no-action/action-without-mismatch", 4, {
    // The first copy is compared with the expected order, and nothing is left for the second.
    "second-copy-of-order-is-unexpected": decisionsWith({ newestOfEachOrder: (listed) => listed }),
  }),
  ...sequenceSiblings("one-call-per-intent/duplicate-call", 2, {
    "position-shown-twice-flattened-twice": decisionsWith({
      firstOfEachPosition: (listed) => listed,
    }),
  }),
  ...sequenceSiblings("cancels-touch-only-own-orders/cancel-of-uncancellable-order", 3, {
    "first-copy-of-an-order-counts": copyTakenIf(() => false),
  }),
  ...siblings("cancels-touch-only-own-orders/cancel-of-uncancellable-order", 5, {
    "last-copy-of-an-order-counts": copyTakenIf(() => true),
    "order-is-live-if-one-copy-is": {
      ...copyTakenIf(({ status }) => isLive(status)),
      minimalSize: 4,
    },
  }),
  ...sequenceSiblings("invalid-snapshots-cause-no-action/action-on-invalid-snapshot", 3, {
    "first-of-two-quantities-counts": decisionsWith({ checkSnapshotPart: contradictionAccepted }),
    "larger-of-two-quantities-counts": decisionsWith({
      checkSnapshotPart: contradictionAccepted,
      firstOfEachPosition: (listed) =>
        listed.filter((position) =>
          listed.every(
            (other) =>
              other === position ||
              other.symbol !== position.symbol ||
              other.positionSide !== position.positionSide ||
              exceeds(position.quantity, other.quantity),
          ),
        ),
    }),
  }),
  ...sequenceSiblings("no-mismatch-no-action/action-without-mismatch", 3, {
    // When the list shows the order again, it is unexpected and gets cancelled.
    "unlisted-order-no-longer-expected": withMemory<readonly string[]>([], (unlisted) => ({
      hooks: {
        inputs: ({ expected }) => {
          const orders = expected.orders.filter(
            ({ clientOrderId }) => !unlisted.value.includes(clientOrderId),
          );
          return { expected: { ...expected, orders } };
        },
        report: ({ results }) => {
          const ids = results.flatMap(({ mismatch }) =>
            mismatch.type === "ORDER_MISSING_ON_EXCHANGE" ? [mismatch.clientOrderId] : [],
          );
          unlisted.value = [...unlisted.value, ...ids];
          return {};
        },
      },
    })),
  }),
  ...sequenceSiblings("cancels-touch-only-own-orders/cancel-of-uncancellable-order", 4, {
    // As if a short list were a page of the last one.
    "shorter-list-replaced-by-last-one": withMemory<readonly ObservedOrder[]>([], (last) => ({
      hooks: {
        snapshot: ({ orders }) => {
          if (orders.status === "failed") return {};
          if (orders.items.length >= last.value.length) last.value = orders.items;
          return { orders: { ...orders, items: last.value } };
        },
      },
    })),
  }),
  ...sequenceSiblings("every-mismatch-is-reported/missing-mismatch", 4, {
    // The open orders of the venue never show the end of an order.
    "cancelled-order-must-be-listed-as-ended": withMemory<readonly string[]>([], (cancelled) => ({
      hooks: {
        snapshot: ({ orders, positions }) => {
          const listed = orders.status === "ok" ? orders.items : [];
          const isEnded = (id: string) =>
            listed.some((order) => order.clientOrderId === id && !isLive(order.status));
          if (cancelled.value.every(isEnded) || positions.status === "failed") return {};
          return { positions: { ...positions, items: [] } };
        },
        report: ({ results }) => {
          const ids = results.flatMap(({ mismatch, outcome }) =>
            outcome.status === "executed" && "clientOrderId" in mismatch
              ? [mismatch.clientOrderId]
              : [],
          );
          cancelled.value = [...cancelled.value, ...ids];
          return {};
        },
      },
    })),
  }),
  ...sequenceSiblings("attempts-are-bounded/attempts-per-intent", 4, {
    // An accepted cancel seems to need no bound, but a list that lags behind shows the order again.
    "accepted-cancels-not-counted": limitsWith({
      maxAttemptsPerIntent: (mismatch, context) => {
        const priorCalls = context.priorCalls.filter(
          ({ status, request }) => status !== "accepted" || request.method !== "cancelOrder",
        );
        return maxAttemptsPerIntent(mismatch, { ...context, priorCalls });
      },
    }),
  }),
];
