/**
 * One read of the exchange. Each part has its own time and its own success: an error is never read
 * as "flat" or "no orders".
 */
import type { ObservedConditionalOrder } from "./conditional-order.ts";
import type { ObservedOrder } from "./order.ts";
import type { ObservedPosition } from "./position.ts";

export type SnapshotPart<Item> =
  | { readonly status: "ok"; readonly takenAtMs: number; readonly items: readonly Item[] }
  | { readonly status: "failed"; readonly takenAtMs: number; readonly error: string };

export type Snapshot = {
  readonly orders: SnapshotPart<ObservedOrder>;
  readonly positions: SnapshotPart<ObservedPosition>;
  /** Another list of the venue; absent where no conditional order is in play. */
  readonly conditionalOrders?: SnapshotPart<ObservedConditionalOrder>;
};
