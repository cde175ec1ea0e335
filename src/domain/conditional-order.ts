/**
 * Conditional orders (algo orders): they wait for a trigger price, and then a normal order takes their place.
 *
 * Since 2025-12-09 the venue has them in a list of their own (`GET /fapi/v1/openAlgoOrders`), with ids of their own
 * (`clientAlgoId`, here `clientOrderId`): one id may name a normal order and a conditional one.
 */
import * as z from "zod";
import { clientOrderIdSchema } from "./client-order-id.ts";
import { unsignedDecimalSchema } from "./decimal.ts";
import {
  conditionalOrderStatusSchema,
  orderIdSchema,
  orderSideSchema,
  orderTypeSchema,
} from "./order.ts";
import { positionSideSchema } from "./position.ts";
import { timestampMsSchema } from "./time.ts";
import { tradingSymbolSchema } from "./trading-symbol.ts";

const side = orderSideSchema;
const positionSide = positionSideSchema.default("BOTH");
/** In units of the base asset. Null is `closePosition`: the order closes the whole position. */
const quantity = unsignedDecimalSchema.nullable();
/** In quote per unit. */
const triggerPrice = unsignedDecimalSchema;

/** A conditional order in the expected state. */
export const expectedConditionalOrderSchema = z
  .strictObject({
    clientOrderId: clientOrderIdSchema,
    symbol: tradingSymbolSchema,
    side,
    positionSide,
    type: orderTypeSchema.optional(),
    quantity,
    triggerPrice,
    reduceOnly: z.boolean().default(false),
    status: conditionalOrderStatusSchema,
    createdAtMs: timestampMsSchema,
    updatedAtMs: timestampMsSchema.optional(),
  })
  .readonly();
export type ExpectedConditionalOrder = z.infer<typeof expectedConditionalOrderSchema>;

/** A conditional order as the exchange lists it; `orderId` is the venue's `algoId`. */
export const observedConditionalOrderSchema = z
  .strictObject({
    clientOrderId: clientOrderIdSchema,
    orderId: orderIdSchema,
    symbol: tradingSymbolSchema,
    side,
    positionSide,
    type: orderTypeSchema.default("STOP_MARKET"),
    quantity,
    triggerPrice,
    reduceOnly: z.boolean().default(false),
    status: conditionalOrderStatusSchema,
    /** The word of the exchange, kept when it is not known here and the status became `UNKNOWN`. */
    statusWord: z.string().max(100).optional(),
    updatedAtMs: timestampMsSchema,
  })
  .readonly();
export type ObservedConditionalOrder = z.infer<typeof observedConditionalOrderSchema>;
