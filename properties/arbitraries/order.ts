/**
 * One order in the expected state, in the exchange state, or in both, with equal or different
 * statuses. Both states come from one slot, so most orders have the same id in both.
 */
import * as fc from "fast-check";
import { decimalSchema, zero, type Decimal } from "../../src/domain/decimal.ts";
import { orderStatuses } from "../../src/domain/order.ts";
import type { ExpectedOrder, ObservedOrder, OrderStatus } from "../../src/domain/order.ts";
import type { TradingSymbol } from "../../src/domain/trading-symbol.ts";
import { anyOwner, clientOrderIdOf, externalOwner, type Owner } from "./client-order-id.ts";
import { price, size } from "./decimal.ts";
import { symbols, tradingSymbol } from "./symbol.ts";
import { startsAtMs } from "./time.ts";

type SlotOf<Generated> = Generated extends fc.Arbitrary<infer Slot> ? Readonly<Slot> : never;
export type OrderSlot = SlotOf<ReturnType<typeof slotWith>>;

const statuses: readonly OrderStatus[] = [
  ...Array.from({ length: 5 }, () => "OPEN" as const),
  ...Array.from({ length: 3 }, () => "PARTIALLY_FILLED" as const),
  ...orderStatuses,
];

function statusOrAbsent(absentWeight: number): fc.Arbitrary<OrderStatus | null> {
  return fc.oneof(
    { arbitrary: fc.constant(null), weight: absentWeight },
    { arbitrary: fc.constantFrom(...statuses), weight: 5 },
  );
}

/**
 * Any order. One in ten is external, expected to have ended and live at the exchange: only such an
 * order reaches the check of ownership. A slot without any status gives no order.
 */
export function orderSlot(symbol = tradingSymbol()): fc.Arbitrary<OrderSlot> {
  const any = slotWith(anyOwner(), statusOrAbsent(5), statusOrAbsent(1), symbol);
  const externalAndEnded = slotWith(
    externalOwner(),
    fc.constantFrom("FILLED", "CANCELLED"),
    fc.constantFrom("OPEN", "PARTIALLY_FILLED"),
    symbol,
  );
  return fc.oneof({ arbitrary: any, weight: 9 }, { arbitrary: externalAndEnded, weight: 1 });
}

/** An own order that is not expected, and that a run may cancel. */
export function cancellableSlot(symbol: fc.Arbitrary<TradingSymbol>): fc.Arbitrary<OrderSlot> {
  const live = fc.constantFrom<OrderStatus[]>("OPEN", "PARTIALLY_FILLED");
  return slotWith(fc.constant("own"), fc.constant(null), live, symbol);
}

const hour = 3_600_000;

/** On both sides of the grace period, and of times after which a bot or a venue may forget an order. */
export const agesMs = [
  ...Array.from({ length: 2 }, () => [60_000, 5_001, 5_000, 4_999, 0]).flat(),
  60_000,
  -1_000,
  hour - 1,
  hour + 1,
  24 * hour + 1,
  72 * hour + 1,
  30 * 24 * hour,
];

/**
 * `late id`: the sequence number has seven digits. With `other` the books differ in that field. An id used before has an
 * ended order in the list too, and one on another symbol has an equal order there. An order that was updated lately is
 * older than its update, which is younger than the grace period. Both uses of an id ended: in one millisecond, the first
 * one filled, and the second one cancelled, as expected.
 */
const traits = [
  ...Array.from({ length: 24 }, () => null),
  ...(["late id", "late id", "other quantity", "other price", "other side", "other leg"] as const),
  ...(["id used before", "id on another symbol", "updated lately", "updated lately"] as const),
  "both uses ended" as const,
];
const lateIdsFrom = 1_000_000;

function slotWith(
  owner: fc.Arbitrary<Owner>,
  expected: fc.Arbitrary<OrderStatus | null>,
  observed: fc.Arbitrary<OrderStatus | null>,
  symbol = tradingSymbol(),
) {
  return fc
    .record({
      owner,
      expected,
      observed,
      symbol,
      otherSymbol: fc.oneof(
        { arbitrary: fc.constant(null), weight: 15 },
        { arbitrary: tradingSymbol(), weight: 1 },
      ),
      level: fc.constantFrom(1, 2, 10),
      type: fc.constantFrom("LIMIT", "LIMIT", "STOP_MARKET"),
      trait: fc.constantFrom(...traits),
      ageMs: fc.constantFrom(...agesMs),
      isBuy: fc.boolean(),
      reduceOnly: fc.constantFrom(false, false, false, true),
      quantity: size(),
      price: price(),
    })
    .map((drawn) => ({
      // Field by field: a spread takes three times as long, and every order is made here.
      owner: drawn.owner,
      expected: drawn.expected,
      observed: drawn.observed,
      symbol: drawn.symbol,
      expectedSymbol: drawn.otherSymbol ?? drawn.symbol,
      level: drawn.level,
      type: drawn.type,
      trait: drawn.trait,
      ageMs: drawn.ageMs,
      isBuy: drawn.isBuy,
      reduceOnly: drawn.reduceOnly,
      quantity: drawn.quantity,
      price: drawn.price,
    }));
}

export type OrderContext = { readonly hedge: boolean; readonly prefix: string };

/** `sequence` makes the id unique; in hedge mode the side of the order picks a leg. */
export function expectedOrderOf(
  slot: OrderSlot,
  sequence: number,
  context: OrderContext,
): ExpectedOrder[] {
  if (slot.expected === null) return [];
  const status = slot.trait === "both uses ended" ? "CANCELLED" : slot.expected;
  const updated = { updatedAtMs: startsAtMs - updateAgeMs };
  return [
    {
      clientOrderId: idOf(slot, sequence, context),
      symbol: slot.expectedSymbol,
      side: slot.isBuy ? "BUY" : "SELL",
      positionSide: legOf(slot, context),
      quantity: slot.quantity,
      filledQuantity: fillWith(status, slot.quantity),
      price: slot.price,
      status,
      createdAtMs: startsAtMs - slot.ageMs,
      ...(slot.trait === "updated lately" && slot.ageMs > updateAgeMs && updated),
    },
  ];
}

const updateAgeMs = 1_000;

export function observedOrderOf(
  slot: OrderSlot,
  sequence: number,
  context: OrderContext,
): ObservedOrder[] {
  if (slot.observed === null) return [];
  const status = slot.trait === "both uses ended" ? "CANCELLED" : slot.observed;
  const order = listedOrder(slot, status, sequence, context);
  switch (slot.trait) {
    case "both uses ended":
      return [{ ...earlierOrder(order, slot), ...filledAtOnce(order) }, order];
    case "id used before":
      return [earlierOrder(order, slot), order];
    case "id on another symbol":
      return [order, { ...order, symbol: otherSymbol(order.symbol) }];
    default:
      return [order];
  }
}

/** As text, "99" is larger than the id of the second order. */
function filledAtOnce({ quantity, updatedAtMs }: ObservedOrder) {
  return { orderId: "99", status: "FILLED", filledQuantity: quantity, updatedAtMs } as const;
}

/** It ended when the order began, as when an order replaces another one, or before. */
function earlierOrder(order: ObservedOrder, { isBuy, ageMs }: OrderSlot): ObservedOrder {
  return {
    ...order,
    orderId: String(BigInt(order.orderId) - 1n),
    filledQuantity: isBuy ? order.quantity : zero,
    status: isBuy ? "FILLED" : "CANCELLED",
    updatedAtMs: order.updatedAtMs - (ageMs === 60_000 ? 0 : 1),
  };
}

export function otherSymbol(symbol: TradingSymbol): TradingSymbol {
  return symbols.find((other) => other !== symbol) ?? symbol;
}

/** As a floating-point number it equals the one before it, and so does every fourth one that follows. */
const firstOrderId = 9_007_199_254_740_993n;

function listedOrder(
  slot: OrderSlot,
  status: OrderStatus,
  sequence: number,
  context: OrderContext,
): ObservedOrder {
  return {
    clientOrderId: idOf(slot, sequence, context),
    orderId: String(firstOrderId + 4n * BigInt(sequence)),
    symbol: slot.symbol,
    side: slot.isBuy === (slot.trait === "other side") ? "SELL" : "BUY",
    positionSide: legOf(slot, context, slot.trait === "other leg"),
    type: slot.type,
    quantity: slot.trait === "other quantity" ? otherQuantity : slot.quantity,
    filledQuantity: status === "PARTIALLY_FILLED" ? smallest : zero,
    price: slot.trait === "other price" ? otherPrice : slot.price,
    reduceOnly: slot.reduceOnly && !context.hedge,
    status,
    // A status word that is not known.
    ...(status === "UNKNOWN" && slot.isBuy && { statusWord: "PENDING_CANCEL" }),
    updatedAtMs: startsAtMs - slot.ageMs,
  };
}

/** What the update with that status reported. */
function fillWith(status: OrderStatus, quantity: Decimal): Decimal {
  if (status === "FILLED") return quantity;
  return status === "PARTIALLY_FILLED" ? smallest : zero;
}

/** At most each quantity. */
export const smallest = decimalSchema.parse("0.000000000000000001");
const otherQuantity = decimalSchema.parse("0.0025");
const otherPrice = decimalSchema.parse("777");

function idOf(slot: OrderSlot, number: number, { prefix }: OrderContext) {
  const { owner, symbol, level, trait } = slot;
  const isLate = trait === "late id" && owner === "own";
  return clientOrderIdOf(owner, symbol, level, isLate ? lateIdsFrom + number : number, prefix);
}

function legOf({ isBuy, reduceOnly }: OrderSlot, { hedge }: OrderContext, isOther = false) {
  if (!hedge) return "BOTH";
  return (isBuy === reduceOnly) === isOther ? "LONG" : "SHORT";
}
