/** What is asked of the exchange, and what it answered. */
import * as z from "zod";
import { clientOrderIdSchema } from "./client-order-id.ts";
import { unsignedDecimalSchema } from "./decimal.ts";
import type { Decimal } from "./decimal.ts";
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

/** A market order. Null means that the parameter is not sent, which the venue tells from false. */
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

/** With these codes the exchange says "execution status unknown", even where it comes as a rejection. */
export const unknownOutcomeCodes: ReadonlySet<number> = new Set([-1006, -1007]);

/** A port call of an earlier run, as whoever reads its trail remembers it. */
export type PriorCall = {
  readonly request: PortRequest;
  readonly atMs: number;
  readonly status: PortReply["status"];
};

/** What a request did at the exchange, when it got there. */
export type PortEffect = {
  readonly request: PortRequest;
  readonly atMs: number;
  /** The run that asked for it, which may be over by then. */
  readonly run: number;
  /** What the position was before a market order and after it; null for a cancel. */
  readonly position: { readonly before: Decimal; readonly after: Decimal } | null;
};

/** A port call as the harness saw it. `refused`: it came without a live permit and went nowhere. */
export type PortCall = {
  readonly request: PortRequest;
  readonly atMs: number;
  /** Counts the reconcile steps of the scenario, from 0. */
  readonly run: number;
  /** How many events the trail had taken when the call arrived. */
  readonly auditEventsBefore: number;
  readonly reply: PortReply | { readonly status: "refused" };
  /** How the port had been told to behave; null where the call did not get that far. */
  readonly fault: PortFault["kind"] | null;
};
