/** The replies of `GET /fapi/v1/allOrders` and `GET /fapi/v1/userTrades` (USDⓈ-M futures): what happened to an account. */
import * as z from "zod";
import { decimalSchema, unsignedDecimalSchema } from "../../domain/decimal.ts";
import { orderSideSchema } from "../../domain/order.ts";
import { positionSideSchema } from "../../domain/position.ts";
import { timestampMsSchema } from "../../domain/time.ts";
import type { JsonDocument } from "../../input/json-document.ts";
import { isWholeNumber, withoutQuotes } from "./open-orders.ts";
import { parseRows } from "./parse-rows.ts";
import { allOrdersReply, userTradesReply, type ReplyKind } from "./reply-kind.ts";

/** Ids of the venue exceed 2^53. */
const wholeNumber = z
  .custom<number | bigint | string>(isWholeNumber, "an id of the exchange: a whole number")
  .transform(String);
const time = z.preprocess(withoutQuotes, timestampMsSchema);
const place = { symbol: z.string().max(100), positionSide: positionSideSchema.default("BOTH") };

const orderSchema = z.object({
  ...place,
  orderId: wholeNumber,
  // That of a liquidation may have a form that no bot can send.
  clientOrderId: z.string().max(100),
  side: orderSideSchema,
  type: z.string().max(100),
  status: z.string().max(100),
  executedQty: unsignedDecimalSchema,
  time,
});
export type ExportedOrder = Readonly<z.infer<typeof orderSchema>>;

const tradeSchema = z.object({
  ...place,
  id: wholeNumber,
  orderId: wholeNumber,
  side: orderSideSchema,
  qty: decimalSchema,
  time,
});
export type ExportedTrade = Readonly<z.infer<typeof tradeSchema>>;

/** Pages of one export may overlap: an equal row counts once. */
function rowsOf<Row>(
  document: JsonDocument,
  kind: ReplyKind,
  schema: z.ZodType<Row>,
): readonly Row[] {
  const { rows } = parseRows(document, kind, {
    schema,
    isNeeded: () => true,
    keepsCopies: true,
    keyField: "orderId",
    keyOf: () => "",
  });
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}

/** Throws `BadInputError`. */
export function parseAllOrders(document: JsonDocument): readonly ExportedOrder[] {
  return rowsOf(document, allOrdersReply, orderSchema);
}

/** Throws `BadInputError`. */
export function parseUserTrades(document: JsonDocument): readonly ExportedTrade[] {
  return rowsOf(document, userTradesReply, tradeSchema);
}
