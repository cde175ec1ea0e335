/**
 * One read of the exchange. Each part has its own time and its own success: an error is never read
 * as "flat" or "no orders".
 */
import * as z from "zod";
import { observedConditionalOrderSchema } from "./conditional-order.ts";
import type { ObservedConditionalOrder } from "./conditional-order.ts";
import { observedOrderSchema, type ObservedOrder } from "./order.ts";
import { observedPositionSchema, type ObservedPosition } from "./position.ts";
import { timestampMsSchema } from "./time.ts";

/** One list of a snapshot, by its `status`. An error is never read as an empty list. */
export type SnapshotPart<Item> =
  | {
      /** The list was read. */
      readonly status: "ok";
      /** When it was read, in milliseconds since 1970. */
      readonly takenAtMs: number;
      /** What it shows. */
      readonly items: readonly Item[];
    }
  | {
      /** The list was not read. */
      readonly status: "failed";
      /** When it failed, in milliseconds since 1970. */
      readonly takenAtMs: number;
      /** Why, for a reader. */
      readonly error: string;
    };

/** The lists of an account that a bot can read. */
export const readLists = ["orders", "positions", "conditionalOrders"] as const;
export type ReadList = (typeof readLists)[number];

/** As a sentence names them. */
export const namesOfLists: Readonly<Record<ReadList, string>> = {
  orders: "orders",
  positions: "positions",
  conditionalOrders: "conditional orders",
};

/** The lists of the exchange as a run reads them, each with its own time. */
export type Snapshot = {
  /** The orders, without conditional ones. */
  readonly orders: SnapshotPart<ObservedOrder>;
  /** The positions, with mark prices where they are known. */
  readonly positions: SnapshotPart<ObservedPosition>;
  /** Another list of the venue; absent where no conditional order is in play. */
  readonly conditionalOrders?: SnapshotPart<ObservedConditionalOrder>;
};

export function snapshotPartSchema<Item extends z.ZodType>(item: Item) {
  const takenAtMs = timestampMsSchema;
  return z.discriminatedUnion("status", [
    z.strictObject({ status: z.literal("ok"), takenAtMs, items: z.array(item) }),
    z.strictObject({ status: z.literal("failed"), takenAtMs, error: z.string() }),
  ]);
}

export const snapshotSchema = z.strictObject({
  orders: snapshotPartSchema(observedOrderSchema),
  positions: snapshotPartSchema(observedPositionSchema),
  conditionalOrders: snapshotPartSchema(observedConditionalOrderSchema).optional(),
});
