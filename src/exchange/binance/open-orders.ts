/**
 * The reply of `GET /fapi/v1/openOrders` (USDⓈ-M futures), parsed at the edge. Fields that are not
 * needed may be absent, fields that are not known may be present.
 */
import * as z from "zod";
import { clientOrderIdSchema } from "../../domain/client-order-id.ts";
import { unsignedDecimalSchema, zero } from "../../domain/decimal.ts";
import { isLive, orderSideSchema, orderTypeSchema } from "../../domain/order.ts";
import type { ObservedOrder, OrderStatus } from "../../domain/order.ts";
import { positionSideSchema } from "../../domain/position.ts";
import { timestampMsSchema } from "../../domain/time.ts";
import { tradingSymbolSchema } from "../../domain/trading-symbol.ts";
import type { JsonDocument } from "../../input/json-document.ts";
import { fieldsOf, parseRows, type CaptureScope, type Rows } from "./parse-rows.ts";
import { openOrdersReply } from "./reply-kind.ts";

const openOrderSchema = z.object({
  clientOrderId: clientOrderIdSchema,
  orderId: z.custom<number | bigint | string>(
    isWholeNumber,
    "an exchange order id: a whole number",
  ),
  symbol: tradingSymbolSchema,
  side: orderSideSchema,
  positionSide: positionSideSchema.default("BOTH"),
  type: orderTypeSchema.default("LIMIT"),
  status: z.string().max(100),
  origQty: unsignedDecimalSchema,
  executedQty: unsignedDecimalSchema.default(zero),
  price: unsignedDecimalSchema.default(zero),
  reduceOnly: z.boolean().default(false),
  // ccxt's `info` rows have whole numbers in quotes.
  updateTime: z.preprocess(withoutQuotes, timestampMsSchema.default(0)),
});

/** Ids of the venue's own orders: liquidation, deleveraging, settlement. They may be too long for a bot. */
const venueId = /^(?:adl_|settlement_)?autoclose/;

/**
 * Reads every row that it can. It needs live orders, except those of the venue itself, and expected
 * orders. Throws `BadInputError`.
 */
export function parseOpenOrders(
  document: JsonDocument,
  { expected, keepsCopies }: CaptureScope,
): Rows<ObservedOrder> {
  const expectedIds = new Set<string>(expected.orders.map(({ clientOrderId }) => clientOrderId));
  const { rows, unread } = parseRows(document, openOrdersReply, {
    keepsCopies,
    schema: openOrderSchema,
    isNeeded: (row) => {
      const { clientOrderId: id, status } = fieldsOf(row);
      if (typeof id !== "string" || expectedIds.has(id)) return true;
      return !venueId.test(id) && isLive(statuses.get(String(status)) ?? "UNKNOWN");
    },
    keyField: "clientOrderId",
    keyOf: ({ clientOrderId }) => clientOrderId,
  });
  return { rows: rows.map(observedOrder), unread };
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

export function isWholeNumber(value: unknown): boolean {
  if (typeof value === "string") return /^\d{1,20}$/.test(value);
  return typeof value === "bigint"
    ? value >= 0n
    : Number.isSafeInteger(value) && Number(value) >= 0;
}

/** The digits of a time that a client wrote in quotes, as a number. */
export function withoutQuotes(value: unknown): unknown {
  return typeof value === "string" && /^\d{1,13}$/.test(value) ? Number(value) : value;
}
