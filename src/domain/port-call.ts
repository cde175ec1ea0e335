/** Requests to the exchange, and its replies. */
import * as z from "zod";
import { clientOrderIdSchema } from "./client-order-id.ts";
import { unsignedDecimalSchema, type Decimal } from "./decimal.ts";
import { orderSideSchema } from "./order.ts";
import type { PortFault } from "./port-fault.ts";
import { positionSideSchema } from "./position.ts";
import { tradingSymbolSchema } from "./trading-symbol.ts";

export const cancelOrderSchema = z
  .strictObject({
    method: z.literal("cancelOrder"),
    symbol: tradingSymbolSchema,
    clientOrderId: clientOrderIdSchema,
  })
  .readonly();
export type CancelOrder = z.infer<typeof cancelOrderSchema>;

/** A market order. Null: the parameter is not sent, which differs from false for the exchange. */
export const placeMarketOrderSchema = z
  .strictObject({
    method: z.literal("placeMarketOrder"),
    symbol: tradingSymbolSchema,
    clientOrderId: clientOrderIdSchema,
    side: orderSideSchema,
    quantity: unsignedDecimalSchema,
    positionSide: positionSideSchema.nullable(),
    reduceOnly: z.boolean().nullable(),
  })
  .readonly();
export type PlaceMarketOrder = z.infer<typeof placeMarketOrderSchema>;

export const portRequestSchema = z.discriminatedUnion("method", [
  cancelOrderSchema,
  placeMarketOrderSchema,
]);
export type PortRequest = z.infer<typeof portRequestSchema>;

/**
 * `unknown`: the request may or may not have been applied (time-out, -1006, -1007, HTTP 503
 * "Unknown error"). It is neither success nor failure, and never a reason to send again.
 */
export type PortReply =
  | { readonly status: "accepted" }
  | { readonly status: "rejected"; readonly code: number; readonly message: string }
  | { readonly status: "unknown"; readonly code: number | null; readonly message: string };

/** These codes mean "execution status unknown", even in a rejection. */
export const unknownOutcomeCodes: ReadonlySet<number> = new Set([-1006, -1007]);

/** A port call of an earlier run, as the audit trail records it. */
export type PriorCall = {
  readonly request: PortRequest;
  readonly atMs: number;
  readonly status: PortReply["status"];
};

/** The effect of a request at the exchange, at the time when it was applied. */
export type PortEffect = {
  readonly request: PortRequest;
  readonly atMs: number;
  /** The run that sent it, which may have ended before. */
  readonly run: number;
  /** The position before and after a market order; null for a cancel. */
  readonly position: { readonly before: Decimal; readonly after: Decimal } | null;
};

/** A port call as recorded. `refused`: it had no live permit and was not sent. */
export type PortCall = {
  readonly request: PortRequest;
  readonly atMs: number;
  /** The index of the reconcile step, from 0. */
  readonly run: number;
  /** How many events the audit trail had accepted before the call. */
  readonly auditEventsBefore: number;
  readonly reply: PortReply | { readonly status: "refused" };
  /** The scheduled fault; null for a refused call. */
  readonly fault: PortFault["kind"] | null;
};
