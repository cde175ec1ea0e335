/**
 * The reply of `GET /fapi/v1/openOrders` (USDⓈ-M futures), parsed at the edge. Fields that are not
 * needed may be absent, fields that are not known may be present.
 */
import * as z from "zod";
import { clientOrderIdSchema } from "../../domain/client-order-id.ts";
import { unsignedDecimalSchema, zero } from "../../domain/decimal.ts";
import { eachClientOrderIdOnce } from "../../domain/expected-state.ts";
import { orderSideSchema, orderTypeSchema } from "../../domain/order.ts";
import type { ObservedOrder, OrderStatus } from "../../domain/order.ts";
import { positionSideSchema } from "../../domain/position.ts";
import { timestampMsSchema } from "../../domain/time.ts";
import { tradingSymbolSchema } from "../../domain/trading-symbol.ts";
import type { JsonDocument } from "../../input/json-document.ts";
import { parseReply } from "./parse-reply.ts";

const openOrderSchema = z.object({
  clientOrderId: clientOrderIdSchema,
  orderId: z.custom<number | bigint>(isWholeNumber, "an exchange order id: a whole number"),
  symbol: tradingSymbolSchema,
  side: orderSideSchema,
  positionSide: positionSideSchema.default("BOTH"),
  type: orderTypeSchema.default("LIMIT"),
  status: z.string().max(100),
  origQty: unsignedDecimalSchema,
  executedQty: unsignedDecimalSchema.default(zero),
  price: unsignedDecimalSchema.default(zero),
  reduceOnly: z.boolean().default(false),
  updateTime: timestampMsSchema.default(0),
});

const replySchema = z.array(openOrderSchema).superRefine(eachClientOrderIdOnce);

/** Throws `BadInputError` for anything but a list of orders in which each client order id is unique. */
export function parseOpenOrders(document: JsonDocument): ObservedOrder[] {
  return parseReply(replySchema, document, "a list of open orders").map(observedOrder);
}

/** Any other word becomes `UNKNOWN`: never an error, and never `OPEN`. */
const statuses: ReadonlyMap<string, OrderStatus> = new Map([
  ["NEW", "OPEN"],
  ["PARTIALLY_FILLED", "PARTIALLY_FILLED"],
  ["FILLED", "FILLED"],
  ["CANCELED", "CANCELLED"],
  ["REJECTED", "REJECTED"],
  ["EXPIRED", "EXPIRED"],
  ["EXPIRED_IN_MATCH", "EXPIRED"],
]);

function observedOrder(row: z.output<typeof openOrderSchema>): ObservedOrder {
  const { origQty, executedQty, updateTime, ...same } = row;
  const status = statuses.get(row.status);
  return {
    ...same,
    orderId: row.orderId.toString(),
    quantity: origQty,
    filledQuantity: executedQty,
    status: status ?? "UNKNOWN",
    ...(status === undefined && { statusWord: row.status }),
    updatedAtMs: updateTime,
  };
}

function isWholeNumber(value: unknown): boolean {
  return typeof value === "bigint"
    ? value >= 0n
    : Number.isSafeInteger(value) && Number(value) >= 0;
}
