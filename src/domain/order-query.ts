/**
 * A query for one order: a read of the exchange, and no port call. An order that is not found may exist: the venue
 * forgets ended orders, shows new ones late, and has conditional orders at another endpoint.
 */
import * as z from "zod";
import { clientOrderIdSchema } from "./client-order-id.ts";
import { observedOrderSchema } from "./order.ts";
import { timestampMsSchema } from "./time.ts";
import { tradingSymbolSchema } from "./trading-symbol.ts";

export const orderQuerySchema = z
  .strictObject({ symbol: tradingSymbolSchema, clientOrderId: clientOrderIdSchema })
  .readonly();
export type OrderQuery = z.infer<typeof orderQuerySchema>;

const error = { code: z.int(), message: z.string() };

export const orderQueryReplySchema = z.discriminatedUnion("status", [
  /** The live order with that id, or else the last one. */
  z.strictObject({ status: z.literal("found"), order: observedOrderSchema }),
  /** -2013. It is no proof that the order does not exist. */
  z.strictObject({ status: z.literal("not-found"), ...error }),
  /** `bannedUntilMs`: as in the answer to a port call. */
  z.strictObject({
    status: z.literal("failed"),
    ...error,
    bannedUntilMs: timestampMsSchema.optional(),
  }),
]);
export type OrderQueryReply = Readonly<z.infer<typeof orderQueryReplySchema>>;

/** How the exchange answers one query: by its rules, with -2013 although it has the order, or with an error. */
export const queryFaultSchema = z.enum(["none", "not-found", "failed"]);
export type QueryFault = z.infer<typeof queryFaultSchema>;

/** A query that a run made. */
export type RecordedQuery = OrderQueryName & {
  /** The index of the run, from 0. */
  readonly run: number;
  /** By the clock of the bot, in milliseconds since 1970. */
  readonly atMs: number;
  /** The status of the answer. */
  readonly status: OrderQueryReply["status"];
  /** Whether the answer was the one of a fault. */
  readonly isMisled: boolean;
};

/** As asked: short text where it is no symbol or id. */
type OrderQueryName = {
  /** Such as `BTCUSDT`. */
  readonly symbol: string;
  /** The id that the bot gave to the order. */
  readonly clientOrderId: string;
};
