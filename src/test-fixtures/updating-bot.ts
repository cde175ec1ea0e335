/**
 * A correct bot that takes in the order updates of a run at once: it sends no cancel of an order that has ended since,
 * and no flatten of a position that has become expected.
 */
import { exceeds } from "../domain/decimal.ts";
import { isLive } from "../domain/order.ts";
import type { PortReply } from "../domain/port-call.ts";
import { applyOrderUpdate } from "../pipeline/order-update.ts";
import { shippedPipeline, type Target } from "../simulation/target.ts";

const notSent: PortReply = { status: "rejected", code: -1, message: "it is needless" };

function keyOf(symbol: string | undefined, name: string | null): string {
  return `${symbol} ${name ?? "BOTH"}`;
}

type Skipped = { count: number };

/** `isTooEager`: it sends no cancel after an update of any order. Each call that it leaves out is counted. */
export function updatingBot(isTooEager = false, skipped: Skipped = { count: 0 }): Target {
  let isRunning = false;
  let ended = new Set<string>();
  let opened = new Set<string>();
  const unless = async (isNeedless: boolean, send: () => Promise<PortReply>) => {
    if (!isNeedless) return send();
    skipped.count += 1;
    return notSent;
  };
  return {
    name: "a bot that takes updates in",
    reports: new Set(["mode"]),
    ...(shippedPipeline.replyTimeoutMs !== undefined && {
      replyTimeoutMs: shippedPipeline.replyTimeoutMs,
    }),
    start: () => {
      isRunning = false;
    },
    applyOrderUpdate: (expected, update) => {
      const { clientOrderId, symbol, status, filledQuantity } = update;
      const order = expected.orders.find(
        (one) => one.clientOrderId === clientOrderId && one.symbol === (symbol ?? one.symbol),
      );
      const after = applyOrderUpdate(expected, update);
      const isOfAnother =
        order?.orderId !== undefined &&
        update.orderId !== undefined &&
        order.orderId !== update.orderId;
      if (isRunning && !isOfAnother) {
        if (!isLive(status) || isTooEager) ended.add(keyOf(symbol ?? order?.symbol, clientOrderId));
        if (order !== undefined && exceeds(filledQuantity, order.filledQuantity)) {
          opened.add(keyOf(order.symbol, order.positionSide));
        }
      }
      return after;
    },
    reconcile: async (inputs, services) => {
      [isRunning, ended, opened] = [true, new Set(), new Set()];
      const { port } = services;
      try {
        return await shippedPipeline.reconcile(inputs, {
          ...services,
          port: {
            ...port,
            cancelOrder: (permit, request) => {
              const { symbol, clientOrderId } = request;
              const isNeedless = isTooEager
                ? ended.size > 0
                : ended.has(keyOf(symbol, clientOrderId));
              return unless(isNeedless, () => port.cancelOrder(permit, request));
            },
            placeMarketOrder: (permit, request) =>
              unless(opened.has(keyOf(request.symbol, request.positionSide)), () =>
                port.placeMarketOrder(permit, request),
              ),
          },
        });
      } finally {
        isRunning = false;
      }
    },
  };
}
