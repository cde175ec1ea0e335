/** Differences between expected and exchange state: four types, their priorities, their order. */
import * as z from "zod";
import { clientOrderIdSchema, type ClientOrderId } from "./client-order-id.ts";
import type { ExpectedConditionalOrder, ObservedConditionalOrder } from "./conditional-order.ts";
import type { ExpectedOrder, ObservedOrder } from "./order.ts";
import { positionPlace, type ObservedPosition, type Position } from "./position.ts";

export const mismatchTypeSchema = z.enum([
  "ORDER_EXISTS_UNEXPECTED",
  "ORDER_STATUS_DIVERGENCE",
  "ORDER_MISSING_ON_EXCHANGE",
  "POSITION_NONZERO_UNEXPECTED",
]);
export type MismatchType = z.infer<typeof mismatchTypeSchema>;

/** The lowest number runs first. Names and numbers are stable: readers of the audit trail use them. */
export const mismatchPriorities = {
  ORDER_EXISTS_UNEXPECTED: 10,
  ORDER_STATUS_DIVERGENCE: 20,
  ORDER_MISSING_ON_EXCHANGE: 90,
  POSITION_NONZERO_UNEXPECTED: 100,
} as const satisfies Record<MismatchType, number>;

/** Names the list of conditional orders; absent for a normal order. */
export const orderListSchema = z.literal("conditional");

/** A mismatch by type, symbol, side and id, as a target has to report it. */
export const namedMismatchSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: mismatchTypeSchema.exclude(["POSITION_NONZERO_UNEXPECTED"]),
    ...positionPlace,
    clientOrderId: clientOrderIdSchema,
    orderList: orderListSchema.optional(),
  }),
  z.strictObject({ type: z.literal("POSITION_NONZERO_UNEXPECTED"), ...positionPlace }),
]);
export type NamedMismatch = Readonly<z.infer<typeof namedMismatchSchema>>;

type Difference<Type extends MismatchType, Expected, Observed> = {
  /** Which kind of difference. */
  readonly type: Type;
  /** What the bot expects; null: nothing. */
  readonly expected: Expected;
  /** What the exchange shows; null: nothing. */
  readonly observed: Observed;
} & Pick<Position, "symbol" | "positionSide">;

type DifferenceOfOrders<Expected, Observed> = {
  /** The id that the bot gave to the order. */
  readonly clientOrderId: ClientOrderId;
} & (
  | Difference<"ORDER_EXISTS_UNEXPECTED", null, Observed>
  | Difference<"ORDER_STATUS_DIVERGENCE", Expected, Observed>
  | Difference<"ORDER_MISSING_ON_EXCHANGE", Expected, null>
);

type NormalOrderMismatch = {
  /** Absent for a normal order. */
  readonly orderList?: never;
} & DifferenceOfOrders<ExpectedOrder, ObservedOrder>;
type ConditionalOrderMismatch = {
  /** The list of conditional orders. */
  readonly orderList: z.infer<typeof orderListSchema>;
} & DifferenceOfOrders<ExpectedConditionalOrder, ObservedConditionalOrder>;
export type OrderMismatch = NormalOrderMismatch | ConditionalOrderMismatch;

/** `expected` is null for a managed symbol without an entry: it is expected flat. */
export type PositionMismatch = Difference<
  "POSITION_NONZERO_UNEXPECTED",
  Position | null,
  ObservedPosition
>;

export type Mismatch = OrderMismatch | PositionMismatch;

/** Sorts by priority, symbol, position side, client order id, list, by code unit and never by locale. */
export function inProcessingOrder(mismatches: readonly Mismatch[]): Mismatch[] {
  return isInOrder(mismatches) ? [...mismatches] : mismatches.toSorted(compare);
}

/** Most lists are short and sorted already, and this check is faster than sorting them. */
function isInOrder(mismatches: readonly Mismatch[]): boolean {
  return mismatches.every((mismatch, at) => {
    const before = mismatches[at - 1];
    return before === undefined || compare(before, mismatch) <= 0;
  });
}

function compare(left: Mismatch, right: Mismatch): number {
  return (
    mismatchPriorities[left.type] - mismatchPriorities[right.type] ||
    byCodeUnit(left.symbol, right.symbol) ||
    byCodeUnit(left.positionSide, right.positionSide) ||
    byCodeUnit(idOf(left), idOf(right)) ||
    byCodeUnit(listOf(left), listOf(right))
  );
}

function idOf(mismatch: Mismatch): string {
  return mismatch.type === "POSITION_NONZERO_UNEXPECTED" ? "" : mismatch.clientOrderId;
}

/** A normal order comes first: both lists may have its id. */
function listOf(mismatch: Mismatch): string {
  return mismatch.type === "POSITION_NONZERO_UNEXPECTED" ? "" : (mismatch.orderList ?? "");
}

export function byCodeUnit(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
