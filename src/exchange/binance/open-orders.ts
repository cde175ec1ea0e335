/**
 * The reply of `GET /fapi/v1/openOrders` (USDⓈ-M futures), parsed at the edge. Fields that are not
 * needed may be absent, fields that are not known may be present.
 */
import * as z from "zod";
import { clientOrderIdSchema } from "../../domain/client-order-id.ts";
import { unsignedDecimalSchema, zero } from "../../domain/decimal.ts";
import { orderSideSchema, type ObservedOrder, type OrderStatus } from "../../domain/order.ts";
import { positionSideSchema } from "../../domain/position.ts";
import { timestampMsSchema } from "../../domain/time.ts";
import { tradingSymbolSchema } from "../../domain/trading-symbol.ts";
import { BadInputError } from "../../input/bad-input-error.ts";
import type { JsonDocument } from "../../input/json-document.ts";
import { parseWithSchema } from "../../input/parse-with-schema.ts";
import { refuseErrorReply } from "./refuse-error-reply.ts";

const statusWordLengthMax = 100;

const openOrderSchema = z.object({
  clientOrderId: clientOrderIdSchema,
  orderId: z.custom<number | bigint>(isWholeNumber, "an exchange order id: a whole number"),
  symbol: tradingSymbolSchema,
  side: orderSideSchema,
  positionSide: positionSideSchema.default("BOTH"),
  type: z
    .string()
    .regex(/^[A-Z_]{1,40}$/, 'an order type such as "LIMIT"')
    .default("LIMIT"),
  status: z.string().max(statusWordLengthMax),
  origQty: unsignedDecimalSchema,
  executedQty: unsignedDecimalSchema.default(zero),
  price: unsignedDecimalSchema.default(zero),
  reduceOnly: z.boolean().default(false),
  updateTime: timestampMsSchema.default(0),
});

/** Throws `BadInputError` for anything but a list of orders in which each client order id is unique. */
export function parseOpenOrders(document: JsonDocument): ObservedOrder[] {
  refuseErrorReply(document, "a list of open orders");
  const rows = parseWithSchema(z.array(openOrderSchema), document);
  refuseRepeatedIds(rows, document);
  return rows.map(observedOrder);
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
  const status = statuses.get(row.status);
  return {
    clientOrderId: row.clientOrderId,
    orderId: row.orderId.toString(),
    symbol: row.symbol,
    side: row.side,
    positionSide: row.positionSide,
    type: row.type,
    quantity: row.origQty,
    filledQuantity: row.executedQty,
    price: row.price,
    reduceOnly: row.reduceOnly,
    status: status ?? "UNKNOWN",
    ...(status === undefined && { statusWord: row.status }),
    updatedAtMs: row.updateTime,
  };
}

function refuseRepeatedIds(
  rows: readonly { readonly clientOrderId: string }[],
  document: JsonDocument,
): void {
  const seen = new Set<string>();
  for (const [index, { clientOrderId }] of rows.entries()) {
    if (seen.has(clientOrderId)) {
      const place = document.placeOf([index, "clientOrderId"]);
      throw new BadInputError(
        `${place}: [${index}].clientOrderId: ${clientOrderId} is a duplicate; ` +
          "one reply has each client order id once",
      );
    }
    seen.add(clientOrderId);
  }
}

function isWholeNumber(value: unknown): boolean {
  return typeof value === "bigint"
    ? value >= 0n
    : Number.isSafeInteger(value) && Number(value) >= 0;
}
