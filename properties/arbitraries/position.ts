/** One position in the expected and in the exchange state, in one-way or hedge mode. */
import * as fc from "fast-check";
import { absolute, type Decimal } from "../../src/domain/decimal.ts";
import { positionKey, type Position, type PositionSide } from "../../src/domain/position.ts";
import { flatQuantity, size } from "./decimal.ts";
import { tradingSymbol } from "./symbol.ts";

export type PositionSlot =
  ReturnType<typeof positionSlot> extends fc.Arbitrary<infer Slot> ? Readonly<Slot> : never;

/** A null quantity means that there is no entry. */
export function positionSlot(symbol = tradingSymbol()) {
  return fc.record({
    symbol,
    isShort: fc.boolean(),
    expected: fc.oneof(
      { arbitrary: fc.constant(null), weight: 4 },
      { arbitrary: flatQuantity(), weight: 4 },
      { arbitrary: size(), weight: 1 },
    ),
    observed: fc.oneof(
      { arbitrary: size(), weight: 12 },
      { arbitrary: flatQuantity(), weight: 1 },
      { arbitrary: fc.constant(null), weight: 1 },
    ),
  });
}

/** The positions of one part of the slots. Of slots with the same key the first is used. */
export function positionsOf(
  slots: readonly PositionSlot[],
  part: "expected" | "observed",
  hedge: boolean,
): Position[] {
  const positions = new Map<string, Position>();
  for (const slot of slots) {
    const quantity = slot[part];
    const positionSide: PositionSide = hedge ? (slot.isShort ? "SHORT" : "LONG") : "BOTH";
    const key = positionKey({ symbol: slot.symbol, positionSide });
    if (quantity === null || positions.has(key)) continue;
    positions.set(key, { symbol: slot.symbol, positionSide, quantity: signed(quantity, slot) });
  }
  return [...positions.values()];
}

function signed(quantity: Decimal, { isShort }: PositionSlot): Decimal {
  return isShort ? (`-${absolute(quantity)}` as Decimal) : quantity;
}
