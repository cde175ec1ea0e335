/**
 * One order in the expected state, in the exchange state, or in both, with equal or different
 * statuses. Both states come from one slot, so most orders have the same id in both.
 */
import * as fc from "fast-check";
import { orderStatuses } from "../../src/domain/order.ts";
import type { ExpectedOrder, ObservedOrder, OrderStatus } from "../../src/domain/order.ts";
import { anyOwner, clientOrderIdOf, externalOwner, type Owner } from "./client-order-id.ts";
import { price, size } from "./decimal.ts";
import type { Decimal } from "../../src/domain/decimal.ts";
import { tradingSymbol } from "./symbol.ts";
import type { TradingSymbol } from "../../src/domain/trading-symbol.ts";
import { startsAtMs } from "./time.ts";

export type OrderSlot = {
  readonly owner: Owner;
  readonly symbol: TradingSymbol;
  readonly expectedSymbol: TradingSymbol;
  readonly level: number;
  readonly type: string;
  readonly expected: OrderStatus | null;
  readonly observed: OrderStatus | null;
  readonly ageMs: number;
  readonly isBuy: boolean;
  readonly reduceOnly: boolean;
  readonly quantity: Decimal;
  readonly price: Decimal;
};

const statuses: readonly OrderStatus[] = [
  "OPEN",
  "OPEN",
  "OPEN",
  "OPEN",
  "OPEN",
  "PARTIALLY_FILLED",
  "PARTIALLY_FILLED",
  "PARTIALLY_FILLED",
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
export function orderSlot(): fc.Arbitrary<OrderSlot> {
  return fc.oneof(
    {
      weight: 9,
      arbitrary: slotWith({
        owner: anyOwner(),
        expected: statusOrAbsent(5),
        observed: statusOrAbsent(1),
      }),
    },
    {
      weight: 1,
      arbitrary: slotWith({
        owner: externalOwner(),
        expected: fc.constantFrom<OrderStatus[]>("FILLED", "CANCELLED"),
        observed: fc.constantFrom<OrderStatus[]>("OPEN", "PARTIALLY_FILLED"),
      }),
    },
  );
}

type SlotParts = {
  readonly owner: fc.Arbitrary<Owner>;
  readonly expected: fc.Arbitrary<OrderStatus | null>;
  readonly observed: fc.Arbitrary<OrderStatus | null>;
};

function slotWith(parts: SlotParts): fc.Arbitrary<OrderSlot> {
  return fc
    .record({
      ...parts,
      symbol: tradingSymbol(),
      otherSymbol: fc.oneof(
        { arbitrary: fc.constant(null), weight: 15 },
        { arbitrary: tradingSymbol(), weight: 1 },
      ),
      level: fc.constantFrom(1, 2, 10),
      type: fc.constantFrom("LIMIT", "LIMIT", "STOP_MARKET"),
      ageMs: fc.constantFrom(60_000, 5_001, 5_000, 4_999, 0),
      isBuy: fc.boolean(),
      reduceOnly: fc.constantFrom(false, false, false, true),
      quantity: size(),
      price: price(),
    })
    .map(({ otherSymbol, ...slot }) => ({ ...slot, expectedSymbol: otherSymbol ?? slot.symbol }));
}

/** `sequence` makes the id unique; in hedge mode the side of the order picks a leg. */
export function expectedOrderOf(
  slot: OrderSlot,
  sequence: number,
  hedge: boolean,
  prefix: string,
): ExpectedOrder[] {
  if (slot.expected === null) return [];
  return [
    {
      clientOrderId: clientOrderIdOf(slot.owner, slot.symbol, slot.level, sequence, prefix),
      symbol: slot.expectedSymbol,
      side: slot.isBuy ? "BUY" : "SELL",
      positionSide: legOf(slot, hedge),
      quantity: slot.quantity,
      price: slot.price,
      status: slot.expected,
      createdAtMs: startsAtMs - slot.ageMs,
    },
  ];
}

export function observedOrderOf(
  slot: OrderSlot,
  sequence: number,
  hedge: boolean,
  prefix: string,
): ObservedOrder[] {
  if (slot.observed === null) return [];
  return [
    {
      clientOrderId: clientOrderIdOf(slot.owner, slot.symbol, slot.level, sequence, prefix),
      orderId: String(9_007_199_254_740_993n + BigInt(sequence)),
      symbol: slot.symbol,
      side: slot.isBuy ? "BUY" : "SELL",
      positionSide: legOf(slot, hedge),
      type: slot.type,
      quantity: slot.quantity,
      filledQuantity: slot.observed === "PARTIALLY_FILLED" ? partFilled : nothingFilled,
      price: slot.price,
      reduceOnly: slot.reduceOnly && !hedge,
      status: slot.observed,
      updatedAtMs: startsAtMs - slot.ageMs,
    },
  ];
}

const nothingFilled = "0" as Decimal;
const partFilled = "0.00000001" as Decimal;

function legOf({ isBuy, reduceOnly }: OrderSlot, hedge: boolean): "BOTH" | "LONG" | "SHORT" {
  if (!hedge) return "BOTH";
  return isBuy === reduceOnly ? "SHORT" : "LONG";
}
