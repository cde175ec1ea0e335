/** Differences between expected and exchange state: four types, their priorities, their order. */
import * as z from "zod";
import type { ClientOrderId } from "./client-order-id.ts";
import type { ExpectedOrder, ObservedOrder } from "./order.ts";
import type { ObservedPosition, Position, PositionSide } from "./position.ts";
import type { TradingSymbol } from "./trading-symbol.ts";

/** The lowest number runs first. Names and numbers are stable: readers of the audit trail use them. */
export const mismatchPriorities = {
  ORDER_EXISTS_UNEXPECTED: 10,
  ORDER_STATUS_DIVERGENCE: 20,
  ORDER_MISSING_ON_EXCHANGE: 90,
  POSITION_NONZERO_UNEXPECTED: 100,
} as const;

const mismatchTypes = [
  "ORDER_EXISTS_UNEXPECTED",
  "ORDER_STATUS_DIVERGENCE",
  "ORDER_MISSING_ON_EXCHANGE",
  "POSITION_NONZERO_UNEXPECTED",
] as const satisfies readonly (keyof typeof mismatchPriorities)[];
export const mismatchTypeSchema = z.enum(mismatchTypes);
export type MismatchType = z.infer<typeof mismatchTypeSchema>;

type Place = { readonly symbol: TradingSymbol; readonly positionSide: PositionSide };

export type OrderMismatch = Place & {
  readonly clientOrderId: ClientOrderId;
} & (
    | {
        readonly type: "ORDER_EXISTS_UNEXPECTED";
        readonly expected: null;
        readonly observed: ObservedOrder;
      }
    | {
        readonly type: "ORDER_STATUS_DIVERGENCE";
        readonly expected: ExpectedOrder;
        readonly observed: ObservedOrder;
      }
    | {
        readonly type: "ORDER_MISSING_ON_EXCHANGE";
        readonly expected: ExpectedOrder;
        readonly observed: null;
      }
  );

export type PositionMismatch = Place & {
  readonly type: "POSITION_NONZERO_UNEXPECTED";
  /** Null for a managed symbol without an entry: it is expected flat. */
  readonly expected: Position | null;
  readonly observed: ObservedPosition;
};

export type Mismatch = OrderMismatch | PositionMismatch;

/** A mismatch by type, symbol, side and id, as a target has to report it. */
export type NamedMismatch = Place &
  (
    | { readonly type: OrderMismatch["type"]; readonly clientOrderId: ClientOrderId }
    | { readonly type: PositionMismatch["type"] }
  );

/** Sorts by priority, symbol, position side, client order id, by code unit and never by locale. */
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
    byCodeUnit(idOf(left), idOf(right))
  );
}

function idOf(mismatch: Mismatch): string {
  return mismatch.type === "POSITION_NONZERO_UNEXPECTED" ? "" : mismatch.clientOrderId;
}

function byCodeUnit(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
