/**
 * The bot places a conditional order. A lost request reaches only the expected state, a lost reply only the exchange;
 * so does an external order, or one of another process.
 */
import * as z from "zod";
import {
  expectedConditionalOrderSchema,
  type ExpectedConditionalOrder,
  type ObservedConditionalOrder,
} from "../../domain/conditional-order.ts";
import { copyExpectedConditionalOrder } from "../../domain/copies.ts";
import { defineStep, type SimulationControls } from "../step-module.ts";

const lostSchema = z.enum(["nothing", "request", "reply"]);
type Placement = {
  readonly conditionalOrder: ExpectedConditionalOrder;
  readonly lost: z.infer<typeof lostSchema>;
};

export const placeConditionalOrder = defineStep({
  kind: "place-conditional-order",
  fields: { conditionalOrder: expectedConditionalOrderSchema, lost: lostSchema.default("nothing") },
  describe: ({ conditionalOrder, lost }) => {
    const { side, quantity, symbol, clientOrderId, triggerPrice } = conditionalOrder;
    const suffix = lost === "nothing" ? "" : `; the ${lost} is lost`;
    const size = quantity ?? "the whole position of";
    return `the bot places conditional ${clientOrderId}, ${side} ${size} ${symbol} at ${triggerPrice}${suffix}`;
  },
  shrink: (step) => (step.lost === "nothing" ? [] : [{ ...step, lost: "nothing" as const }]),
  rename: (step, renamer) => ({ ...step, conditionalOrder: renamer.order(step.conditionalOrder) }),
  bind: (step, simulation) => {
    if (!simulation.exchange.hasSide(step.conditionalOrder.positionSide)) return null;
    return becomesExpected(step, simulation) || reachesExchange(step, simulation) ? step : null;
  },
  changesExchange: true,
  apply: (step, simulation) => {
    const { exchange, expected } = simulation;
    const placed = copyExpectedConditionalOrder(step.conditionalOrder);
    placed.createdAtMs = simulation.nowMs();
    delete placed.updatedAtMs;
    if (becomesExpected(step, simulation)) {
      const { conditionalOrders = [] } = expected.current;
      expected.current = { ...expected.current, conditionalOrders: [...conditionalOrders, placed] };
    }
    if (step.lost === "request") return;
    const atMs = simulation.exchangeNowMs();
    exchange.conditionalOrders?.add(toObservedConditionalOrder(placed, atMs), atMs);
  },
});

function becomesExpected(
  { conditionalOrder: { clientOrderId }, lost }: Placement,
  { expected }: SimulationControls,
): boolean {
  const { conditionalOrders = [] } = expected.current;
  return (
    lost !== "reply" && conditionalOrders.every((known) => known.clientOrderId !== clientOrderId)
  );
}

function reachesExchange(
  { conditionalOrder: { clientOrderId }, lost }: Placement,
  { exchange }: SimulationControls,
): boolean {
  return lost !== "request" && exchange.conditionalOrders?.get(clientOrderId) === undefined;
}

/** How the exchange lists a conditional order that has just been placed. */
export function toObservedConditionalOrder(
  order: Omit<ExpectedConditionalOrder, "status" | "createdAtMs">,
  nowMs: number,
  orderId = String(nowMs),
): ObservedConditionalOrder {
  const { clientOrderId, symbol, side, positionSide, quantity, triggerPrice, reduceOnly } = order;
  return {
    clientOrderId,
    orderId,
    symbol,
    side,
    positionSide,
    type: order.type ?? "STOP_MARKET",
    quantity,
    triggerPrice,
    reduceOnly,
    status: "NEW",
    updatedAtMs: nowMs,
  };
}
