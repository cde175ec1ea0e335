/** Faults with the list of conditional orders. */
import { zero } from "../../src/domain/decimal.ts";
import { isLive } from "../../src/domain/order.ts";
import type { Mismatch } from "../../src/domain/mismatch.ts";
import type { Snapshot } from "../../src/domain/snapshot.ts";
import { detectDecisions } from "../../src/pipeline/detect.ts";
import { executeDecisions } from "../../src/pipeline/execute.ts";
import { limits } from "../../src/pipeline/limits.ts";
import { planDecisions } from "../../src/pipeline/plan.ts";
import { checkSnapshotPart } from "../../src/pipeline/snapshot-validity.ts";
import {
  decisionsWith,
  hooksWith,
  limitsWith,
  sequenceSiblings,
  siblings,
  withMemory,
  type PlantedBug,
} from "./planted-bug.ts";

const { routeMismatches } = planDecisions;
const { send } = executeDecisions;
const { isUnexpected, statusesDiverge } = detectDecisions;
const { orderCancellable, ownOrder, snapshotValid, maxAttemptsPerIntent } = limits;

type SnapshotPart = NonNullable<Snapshot["conditionalOrders"]>;

function isConditional(mismatch: Mismatch): boolean {
  return mismatch.type !== "POSITION_NONZERO_UNEXPECTED" && mismatch.orderList !== undefined;
}

export const conditionalOrderBugs: readonly PlantedBug[] = [
  ...siblings("no-mismatch-no-action/report-without-mismatch", 5, {
    "last-copy-of-a-stop-counts": hooksWith({
      snapshot: ({ conditionalOrders }) => {
        if (conditionalOrders?.status !== "ok") return {};
        const last = new Map(conditionalOrders.items.map((order) => [order.clientOrderId, order]));
        return { conditionalOrders: { ...conditionalOrders, items: [...last.values()] } };
      },
    }),
  }),
  ...siblings("every-mismatch-is-reported/missing-mismatch", 3, {
    // The bot reads only the list of normal orders.
    "conditional-orders-never-read": hooksWith({
      snapshot: ({ conditionalOrders }) =>
        conditionalOrders?.status === "ok"
          ? { conditionalOrders: { ...conditionalOrders, items: [] } }
          : {},
      inputs: ({ expected }) => ({ expected: { ...expected, conditionalOrders: [] } }),
    }),
    // An order with `closePosition` has no quantity, and a quantity that is not above zero seems to have ended.
    "close-position-order-skipped": hooksWith({
      snapshot: ({ conditionalOrders }) =>
        conditionalOrders?.status === "ok"
          ? {
              conditionalOrders: {
                ...conditionalOrders,
                items: conditionalOrders.items.filter(({ quantity }) => quantity !== null),
              },
            }
          : {},
      inputs: ({ expected }) => {
        const { conditionalOrders = [] } = expected;
        return {
          expected: {
            ...expected,
            conditionalOrders: conditionalOrders.filter(({ quantity }) => quantity !== null),
          },
        };
      },
    }),
    "triggering-order-read-as-waiting": {
      minimalSize: 4,
      decisions: {
        statusesDiverge: (expected, observed) =>
          observed !== "TRIGGERING" && statusesDiverge(expected, observed),
      },
    },
    // As if the two lists had one name space.
    "one-cancel-for-an-id-of-both-lists": decisionsWith({
      inProcessingOrder: (mismatches) => {
        const sorted = detectDecisions.inProcessingOrder(mismatches);
        return sorted.filter((mismatch) => {
          if (mismatch.type === "POSITION_NONZERO_UNEXPECTED") return true;
          const { clientOrderId: id } = mismatch;
          return (
            mismatch.orderList === undefined ||
            !sorted.some(
              (other) =>
                other !== mismatch && "clientOrderId" in other && other.clientOrderId === id,
            )
          );
        });
      },
    }),
  }),
  ...siblings("orders-beat-positions/flatten-sent-before-orders", 3, {
    "conditional-orders-do-not-defer": decisionsWith({
      routeMismatches: (mismatches, action) => {
        const others = mismatches.filter((mismatch) => !isConditional(mismatch));
        const routes = routeMismatches(others, action);
        const all = routeMismatches(mismatches, action);
        return mismatches.map((mismatch, at) => {
          const route = isConditional(mismatch) ? all[at] : routes[others.indexOf(mismatch)];
          return route ?? { outcome: { status: "not_routed", detail: "no route" } };
        });
      },
    }),
  }),
  ...siblings("cancels-touch-only-own-orders/external-cancel", 3, {
    "external-conditional-order-cancelled": {
      decisions: {
        isUnexpected: (order, config) => order.status === "NEW" || isUnexpected(order, config),
        ...limitsWith({
          ownOrder: (mismatch, context) =>
            isConditional(mismatch) ? null : ownOrder(mismatch, context),
        }).decisions,
      },
    },
  }),
  ...siblings("cancels-touch-only-own-orders/cancel-of-uncancellable-order", 3, {
    "conditional-cancel-sent-as-normal-one": decisionsWith({
      send: (intent, permit, port) => {
        const { request } = intent;
        return request.method === "cancelConditionalOrder"
          ? send({ ...intent, request: { ...request, method: "cancelOrder" } }, permit, port)
          : send(intent, permit, port);
      },
    }),
    "triggering-order-cancelled": limitsWith({
      orderCancellable: (mismatch) =>
        mismatch.type !== "POSITION_NONZERO_UNEXPECTED" &&
        mismatch.observed?.status === "TRIGGERING"
          ? null
          : orderCancellable(mismatch),
    }),
  }),
  ...sequenceSiblings("invalid-snapshots-cause-no-action/action-on-invalid-snapshot", 4, {
    "failed-conditional-list-read-as-last": withMemory<SnapshotPart | null>(null, (last) =>
      hooksWith({
        snapshot: ({ conditionalOrders }) => {
          if (conditionalOrders === undefined) return {};
          if (conditionalOrders.status === "ok") last.value = conditionalOrders;
          const { takenAtMs } = conditionalOrders;
          return { conditionalOrders: { ...(last.value ?? conditionalOrders), takenAtMs } };
        },
      }),
    ),
  }),
  ...siblings("invalid-snapshots-cause-no-action/action-on-invalid-snapshot", 3, {
    "failed-conditional-list-read-as-empty": decisionsWith({
      checkSnapshotPart: (part, ...rest) =>
        part === "conditionalOrders" ? null : checkSnapshotPart(part, ...rest),
    }),
    "flatten-without-conditional-list": limitsWith({
      snapshotValid: (mismatch, context) => {
        const rejectedParts = context.rejectedParts.filter(({ part }) => part === "orders");
        return snapshotValid(mismatch, { ...context, rejectedParts });
      },
    }),
  }),
  ...siblings("no-mismatch-no-action/report-without-mismatch", 3, {
    "conditional-order-expected-in-other-list": hooksWith({
      inputs: ({ expected }) => ({
        expected: {
          ...expected,
          orders: [
            ...expected.orders,
            ...(expected.conditionalOrders ?? []).flatMap((order) =>
              order.quantity === null || !isLive(order.status)
                ? []
                : [
                    {
                      clientOrderId: order.clientOrderId,
                      symbol: order.symbol,
                      side: order.side,
                      positionSide: order.positionSide,
                      quantity: order.quantity,
                      filledQuantity: zero,
                      price: order.triggerPrice,
                      status: "OPEN" as const,
                      createdAtMs: order.createdAtMs,
                    },
                  ],
            ),
          ],
        },
      }),
    }),
  }),
  ...sequenceSiblings("attempts-are-bounded/attempts-per-intent", 5, {
    "conditional-cancels-not-counted": limitsWith({
      maxAttemptsPerIntent: (mismatch, context) =>
        isConditional(mismatch) ? null : maxAttemptsPerIntent(mismatch, context),
    }),
  }),
];
