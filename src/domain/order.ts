/** Orders as the bot believes them and as the exchange shows them. */
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

const liveStatuses: ReadonlySet<OrderStatus> = new Set([
  "PENDING",
  "OPEN",
  "PARTIALLY_FILLED",
  "UNKNOWN",
]);

/** Whether the order may still fill. `UNKNOWN` counts as live: nobody has said that it ended. */
export function isLive(status: OrderStatus): boolean {
  return liveStatuses.has(status);
}

/** Whether the exchange can be asked to cancel it. */
export function isCancellable(status: OrderStatus): boolean {
  return status === "OPEN" || status === "PARTIALLY_FILLED";
}

export const orderSideSchema = z.enum(["BUY", "SELL"]);

/** An order in the bot's expectedState. Quantity in contracts of the symbol's base asset, price in quote. */
export const expectedOrderSchema = z
  .strictObject({
    clientOrderId: clientOrderIdSchema,
    symbol: tradingSymbolSchema,
    side: orderSideSchema,
    positionSide: positionSideSchema.default("BOTH"),
    quantity: unsignedDecimalSchema,
    price: unsignedDecimalSchema,
    status: orderStatusSchema,
    createdAtMs: timestampMsSchema,
    /** When the exchange last changed it, as far as the bot has heard; absent: never since. */
    updatedAtMs: timestampMsSchema.optional(),
  })
  .readonly();
export type ExpectedOrder = z.infer<typeof expectedOrderSchema>;

/** An order as the exchange shows it. Order ids pass 2^53, so they are strings of digits. */
export const observedOrderSchema = z
  .strictObject({
    clientOrderId: clientOrderIdSchema,
    orderId: z.string().regex(/^\d{1,20}$/, "an exchange order id: 1 to 20 digits, as a string"),
    symbol: tradingSymbolSchema,
    side: orderSideSchema,
    positionSide: positionSideSchema.default("BOTH"),
    type: z
      .string()
      .regex(/^[A-Z_]{1,40}$/, 'an order type such as "LIMIT"')
      .default("LIMIT"),
    quantity: unsignedDecimalSchema,
    filledQuantity: unsignedDecimalSchema.default(zero),
    price: unsignedDecimalSchema,
    reduceOnly: z.boolean().default(false),
    status: orderStatusSchema,
    /** The exchange's own word, kept where it has no meaning here and the status became UNKNOWN. */
    statusWord: z.string().max(100).optional(),
    updatedAtMs: timestampMsSchema,
  })
  .readonly();
export type ObservedOrder = z.infer<typeof observedOrderSchema>;
