/** The bot places an order. A lost request reaches only the expected state, a lost reply only the exchange. */
import * as z from "zod";
import { zero } from "../../domain/decimal.ts";
import { copyExpectedOrder } from "../../domain/copies.ts";
import { expectedOrderSchema, type ExpectedOrder, type ObservedOrder } from "../../domain/order.ts";
import { defineStep, type SimulationControls } from "../step-module.ts";

const lostSchema = z.enum(["nothing", "request", "reply"]);
type PlaceOrder = { readonly order: ExpectedOrder; readonly lost: z.infer<typeof lostSchema> };

export const placeOrder = defineStep({
  kind: "place-order",
  fields: { order: expectedOrderSchema, lost: lostSchema.default("nothing") },
  describe: ({ order, lost }) => {
    const { side, quantity, symbol, clientOrderId } = order;
    const suffix = lost === "nothing" ? "" : `; the ${lost} is lost`;
    return `the bot places ${clientOrderId}, ${side} ${quantity} ${symbol}${suffix}`;
  },
  shrink: (step) => (step.lost === "nothing" ? [] : [{ ...step, lost: "nothing" as const }]),
  rename: (step, renamer) => ({ ...step, order: renamer.order(step.order) }),
  bind: (step, simulation) =>
    becomesExpected(step, simulation) || reachesExchange(step, simulation) ? step : null,
  changesExchange: true,
  apply: (step, simulation) => {
    const { exchange, expected } = simulation;
    const nowMs = simulation.nowMs();
    const placed = copyExpectedOrder(step.order);
    placed.createdAtMs = nowMs;
    placed.filledQuantity = zero;
    if (becomesExpected(step, simulation)) {
      const { orders, positions } = expected.current;
      expected.current = { orders: [...orders, placed], positions };
    }
    if (step.lost !== "request") exchange.addOrder(toObservedOrder(placed, nowMs), nowMs);
  },
});

function becomesExpected({ order, lost }: PlaceOrder, { expected }: SimulationControls): boolean {
  const { clientOrderId } = order;
  return (
    lost !== "reply" &&
    expected.current.orders.every((known) => known.clientOrderId !== clientOrderId)
  );
}

function reachesExchange({ order, lost }: PlaceOrder, { exchange }: SimulationControls): boolean {
  return lost !== "request" && !exchange.has(order.clientOrderId);
}

/** How the exchange lists an order that has just been placed. */
export function toObservedOrder(
  order: Omit<ExpectedOrder, "status" | "createdAtMs" | "filledQuantity">,
  nowMs: number,
  orderId = String(nowMs),
  status: ObservedOrder["status"] = "OPEN",
): ObservedOrder {
  const { clientOrderId, symbol, side, positionSide, quantity, price } = order;
  return {
    clientOrderId,
    orderId,
    symbol,
    side,
    positionSide,
    type: "LIMIT",
    quantity,
    filledQuantity: zero,
    price,
    reduceOnly: false,
    status,
    updatedAtMs: nowMs,
  };
}
