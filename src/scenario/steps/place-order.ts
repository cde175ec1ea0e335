/**
 * The bot places an order. A lost request reaches only the expected state, a lost reply only the exchange. The bot may
 * use an id again after its order has ended; then the new order replaces the old one in the expected state.
 */
import * as z from "zod";
import { zero } from "../../domain/decimal.ts";
import { copyExpectedOrder } from "../../domain/copies.ts";
import { expectedOrderSchema, isLive } from "../../domain/order.ts";
import type { ExpectedOrder, ObservedOrder } from "../../domain/order.ts";
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
  bind: (step, simulation) => {
    const { order } = step;
    if (!simulation.exchange.hasSide(order.positionSide)) return null;
    const known = knownOf(order, simulation);
    const isReached = reachesExchange(step, known);
    if (!isReached && !becomesExpected(step, known)) return null;
    // Only a second order with that id has to be distinguished from an earlier one.
    if (!isReached || !isUsedAgain(known) || order.orderId !== undefined) return step;
    return { ...step, order: { ...order, orderId: newOrderId(known, simulation.exchangeNowMs()) } };
  },
  changesExchange: true,
  apply: (step, simulation) => {
    const { exchange, expected } = simulation;
    const placed = copyExpectedOrder(step.order);
    placed.createdAtMs = simulation.nowMs();
    placed.filledQuantity = zero;
    // An order that has just been placed has no update yet.
    delete placed.updatedAtMs;
    if (becomesExpected(step, knownOf(placed, simulation))) {
      const { current } = expected;
      const others = current.orders.filter((other) => !isSameOrder(other, placed));
      expected.current = { ...current, orders: [...others, placed] };
    }
    if (step.lost === "request") return;
    const atMs = simulation.exchangeNowMs();
    exchange.addOrder(toObservedOrder(placed, atMs), atMs);
  },
});

type Named = Pick<ExpectedOrder, "clientOrderId" | "symbol">;

/** The last order with that id, as the bot and as the exchange know it. */
type Known = {
  readonly expected: ExpectedOrder | undefined;
  readonly listed: ObservedOrder | undefined;
};

function knownOf(order: Named, { expected, exchange }: SimulationControls): Known {
  return {
    expected: expected.current.orders.find((other) => isSameOrder(other, order)),
    listed: exchange.order(order.clientOrderId, order.symbol),
  };
}

function isSameOrder(one: Named, other: Named): boolean {
  return one.clientOrderId === other.clientOrderId && one.symbol === other.symbol;
}

function becomesExpected(step: PlaceOrder, known: Known): boolean {
  if (step.lost === "reply") return false;
  if (known.expected === undefined) return true;
  // Without a reply, which has its order id, the new order could not be distinguished from the old one.
  return step.lost === "nothing" && !isLive(known.expected.status) && reachesExchange(step, known);
}

/** A bot uses no id again that it expects to be live, and the exchange accepts none that is. */
function reachesExchange({ lost }: PlaceOrder, { expected, listed }: Known): boolean {
  if (lost === "request") return false;
  if (listed === undefined) return true;
  return !isLive(listed.status) && (expected === undefined || !isLive(expected.status));
}

function isUsedAgain({ expected, listed }: Known): boolean {
  return expected !== undefined || listed !== undefined;
}

/** The time, or for an id that is used again the next number after the order id of its last order. */
function newOrderId({ listed }: Known, nowMs: number): string {
  return listed === undefined ? String(nowMs) : String(BigInt(listed.orderId) + 1n);
}

/** How the exchange lists an order that has just been placed. */
export function toObservedOrder(
  order: Omit<ExpectedOrder, "status" | "createdAtMs" | "filledQuantity">,
  nowMs: number,
  orderId = order.orderId ?? String(nowMs),
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
