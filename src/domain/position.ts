/** Positions, identified by symbol and position side. The legs of a hedge are never netted. */
import * as z from "zod";
import { decimalSchema, signOf, unsignedDecimalSchema, type Decimal } from "./decimal.ts";
import { tradingSymbolSchema } from "./trading-symbol.ts";

/** `BOTH` is the one position of one-way mode; `LONG` and `SHORT` are the legs of hedge mode. */
export const positionSideSchema = z.enum(["BOTH", "LONG", "SHORT"]);
export type PositionSide = z.infer<typeof positionSideSchema>;

export const positionModeSchema = z.enum(["one_way", "hedge"]);
export type PositionMode = z.infer<typeof positionModeSchema>;

/** Identifies a position within one account. */
export const positionPlace = {
  symbol: tradingSymbolSchema,
  positionSide: positionSideSchema.default("BOTH"),
};

const positionShape = {
  ...positionPlace,
  /** Signed: negative is short. */
  quantity: decimalSchema,
};

export const legSignMessage =
  "a quantity of at least 0 on the LONG leg and at most 0 on the SHORT leg";
const legSign = { message: legSignMessage, path: ["quantity"] };

/** A position by fills that were booked, which may be wrong. */
export const bookedPositionSchema = z.strictObject(positionShape).readonly();

/** A position in the bot's expected state, or one at the simulated exchange. */
export const positionSchema = z
  .strictObject(positionShape)
  .refine(hasSignOfItsLeg, legSign)
  .readonly();
export type Position = z.infer<typeof positionSchema>;

/** A position in a snapshot, with the mark price in quote per unit where it is known. */
export const observedPositionSchema = z
  .strictObject({ ...positionShape, markPrice: unsignedDecimalSchema.nullable() })
  .refine(hasSignOfItsLeg, legSign)
  .readonly();
export type ObservedPosition = z.infer<typeof observedPositionSchema>;

export function positionKey(position: Pick<Position, "symbol" | "positionSide">): string {
  return `${position.symbol} ${position.positionSide}`;
}

/** Whether the quantity is not that of the opposite leg. */
export function hasSignOfItsLeg(position: {
  positionSide: PositionSide;
  quantity: Decimal;
}): boolean {
  if (position.positionSide === "BOTH") return true;
  return signOf(position.quantity) !== (position.positionSide === "LONG" ? -1 : 1);
}
