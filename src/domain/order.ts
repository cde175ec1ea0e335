/** Orders in the expected state and orders as observed at the exchange. */
import * as z from "zod";
import { clientOrderIdSchema } from "./client-order-id.ts";
import { unsignedDecimalSchema, zero } from "./decimal.ts";
import { positionSideSchema } from "./position.ts";
import { timestampMsSchema } from "./time.ts";
import { tradingSymbolSchema } from "./trading-symbol.ts";

export const orderStatuses = [
  "PENDING",
  "OPEN",
  "PARTIALLY_FILLED",
  "FILLED",
  "CANCELLED",
  "REJECTED",
  "EXPIRED",
  "UNKNOWN",
] as const;

export const orderStatusSchema = z.enum(orderStatuses);
export type OrderStatus = z.infer<typeof orderStatusSchema>;

/**
 * The states of a conditional order (algo order): it waits, it is about to become a normal order, it became one.
 * The venue's `FINISHED`, for a normal order that has ended since, is `TRIGGERED` here.
 */
export const conditionalOrderStatuses = [
  "NEW",
  "TRIGGERING",
  "TRIGGERED",
  "CANCELLED",
  "REJECTED",
  "EXPIRED",
  "UNKNOWN",
] as const;

export const conditionalOrderStatusSchema = z.enum(conditionalOrderStatuses);
export type ConditionalOrderStatus = z.infer<typeof conditionalOrderStatusSchema>;

/** Of an order in either list. */
export type AnyOrderStatus = OrderStatus | ConditionalOrderStatus;

const liveStatuses = new Set<AnyOrderStatus>([
  "PENDING",
  "OPEN",
  "PARTIALLY_FILLED",
  "UNKNOWN",
  "NEW",
  "TRIGGERING",
]);

/** Whether the order may still fill. `UNKNOWN` is live: nothing shows that the order ended. */
export function isLive(status: AnyOrderStatus): boolean {
  return liveStatuses.has(status);
}

/** Whether the exchange accepts a cancel for it. */
export function isCancellable(status: AnyOrderStatus): boolean {
  return status === "OPEN" || status === "PARTIALLY_FILLED" || status === "NEW";
}

export const orderSideSchema = z.enum(["BUY", "SELL"]);

export const orderTypeSchema = z.string().regex(/^[A-Z_]{1,40}$/, 'an order type such as "LIMIT"');

const conditionalTypes: readonly (string | undefined)[] = [
  "STOP",
  "STOP_MARKET",
  "TAKE_PROFIT",
  "TAKE_PROFIT_MARKET",
  "TRAILING_STOP_MARKET",
];

/** Since 2025-12-09 the venue lists orders of these types apart from the others. */
export function isConditional(type: string | undefined): boolean {
  return conditionalTypes.includes(type);
}

/** Order ids of the venue exceed 2^53, so they are strings of digits. */
export const orderIdSchema = z
  .string()
  .regex(/^\d{1,20}$/, "an exchange order id: 1 to 20 digits, as a string");

/** An order in the expected state. Quantity in units of the base asset, price in quote. */
export const expectedOrderSchema = z
  .strictObject({
    clientOrderId: clientOrderIdSchema,
    /** From the reply to its request; absent where it is not known. It differs where a client order id is used again. */
    orderId: orderIdSchema.optional(),
    symbol: tradingSymbolSchema,
    side: orderSideSchema,
    positionSide: positionSideSchema.default("BOTH"),
    /** Only `plan` reads it: conditional orders are in another list of the venue. */
    type: orderTypeSchema.optional(),
    quantity: unsignedDecimalSchema,
    /** The part whose fill is in the expected position: the largest fill of the order updates received. */
    filledQuantity: unsignedDecimalSchema.default(zero),
    price: unsignedDecimalSchema,
    status: orderStatusSchema,
    createdAtMs: timestampMsSchema,
    /** When the exchange last changed it, by the order updates received; absent: no update yet. */
    updatedAtMs: timestampMsSchema.optional(),
  })
  .readonly();
export type ExpectedOrder = z.infer<typeof expectedOrderSchema>;

/** An order as the exchange lists it. */
export const observedOrderSchema = z
  .strictObject({
    clientOrderId: clientOrderIdSchema,
    orderId: orderIdSchema,
    symbol: tradingSymbolSchema,
    side: orderSideSchema,
    positionSide: positionSideSchema.default("BOTH"),
    type: orderTypeSchema.default("LIMIT"),
    quantity: unsignedDecimalSchema,
    filledQuantity: unsignedDecimalSchema.default(zero),
    price: unsignedDecimalSchema,
    reduceOnly: z.boolean().default(false),
    status: orderStatusSchema,
    /** The word of the exchange, kept when it is not known here and the status became `UNKNOWN`. */
    statusWord: z.string().max(100).optional(),
    updatedAtMs: timestampMsSchema,
  })
  .readonly();
export type ObservedOrder = z.infer<typeof observedOrderSchema>;
