/**
 * The reply of `GET /fapi/v1/openAlgoOrders` (USDⓈ-M futures), parsed at the edge. Fields that are not needed may be
 * absent, fields that are not known may be present. The names of fields are those of the venue's page "Current All
 * Algo Open Orders".
 */
import * as z from "zod";
import { clientOrderIdSchema } from "../../domain/client-order-id.ts";
import type { ObservedConditionalOrder } from "../../domain/conditional-order.ts";
import { unsignedDecimalSchema, zero } from "../../domain/decimal.ts";
import { isLive, orderSideSchema, orderTypeSchema } from "../../domain/order.ts";
import type { ConditionalOrderStatus } from "../../domain/order.ts";
import { positionSideSchema } from "../../domain/position.ts";
import { timestampMsSchema } from "../../domain/time.ts";
import { tradingSymbolSchema } from "../../domain/trading-symbol.ts";
import type { JsonDocument } from "../../input/json-document.ts";
import { isWholeNumber, withoutQuotes } from "./open-orders.ts";
import { fieldsOf, parseRows, type CaptureScope, type Rows } from "./parse-rows.ts";
import { openAlgoOrdersReply } from "./reply-kind.ts";

/** With `closePosition` a quantity is absent, empty or 0, and means nothing. */
const algoOrderSchema = z.preprocess(
  (row) => {
    const fields = fieldsOf(row);
    return fields["closePosition"] === true ? { ...fields, quantity: null } : row;
  },
  z
    .object({
      clientAlgoId: clientOrderIdSchema,
      algoId: z.custom<number | bigint | string>(isWholeNumber, "an algo id: a whole number"),
      symbol: tradingSymbolSchema,
      side: orderSideSchema,
      positionSide: positionSideSchema.default("BOTH"),
      orderType: orderTypeSchema.default("STOP_MARKET"),
      algoStatus: z.string().max(100),
      closePosition: z.boolean().default(false),
      quantity: unsignedDecimalSchema.nullable(),
      // A trailing stop has none.
      triggerPrice: unsignedDecimalSchema.default(zero),
      reduceOnly: z.boolean().default(false),
      updateTime: z.preprocess(withoutQuotes, timestampMsSchema.default(0)),
    })
    .refine(({ closePosition, quantity }) => closePosition || quantity !== null, {
      message: "a quantity, or closePosition true",
      path: ["quantity"],
    }),
);

/** Reads every row that it can. It needs live orders and expected ones. Throws `BadInputError`. */
export function parseOpenAlgoOrders(
  document: JsonDocument,
  { expected, keepsCopies }: CaptureScope,
): Rows<ObservedConditionalOrder> {
  const { conditionalOrders = [] } = expected;
  const expectedIds = new Set<string>(conditionalOrders.map(({ clientOrderId }) => clientOrderId));
  const { rows, unread } = parseRows(document, openAlgoOrdersReply, {
    keepsCopies,
    schema: algoOrderSchema,
    isNeeded: (row) => {
      const { clientAlgoId: id, algoStatus } = fieldsOf(row);
      if (typeof id !== "string" || expectedIds.has(id)) return true;
      return isLive(statuses.get(String(algoStatus)) ?? "UNKNOWN");
    },
    keyField: "clientAlgoId",
    keyOf: ({ clientAlgoId }) => clientAlgoId,
  });
  return { rows: rows.map(observedOrder), unread };
}

/** Any other word becomes `UNKNOWN`: never an error, and never `NEW`. */
const statuses: ReadonlyMap<string, ConditionalOrderStatus> = new Map([
  ["NEW", "NEW"],
  ["TRIGGERING", "TRIGGERING"],
  ["TRIGGERED", "TRIGGERED"],
  ["FINISHED", "TRIGGERED"],
  ["CANCELED", "CANCELLED"],
  ["REJECTED", "REJECTED"],
  ["EXPIRED", "EXPIRED"],
]);

function observedOrder(row: z.output<typeof algoOrderSchema>): ObservedConditionalOrder {
  const status = statuses.get(row.algoStatus);
  const { symbol, side, positionSide, quantity, triggerPrice, reduceOnly } = row;
  return {
    clientOrderId: row.clientAlgoId,
    orderId: row.algoId.toString(),
    symbol,
    side,
    positionSide,
    type: row.orderType,
    quantity,
    triggerPrice,
    reduceOnly,
    status: status ?? "UNKNOWN",
    ...(status === undefined && { statusWord: row.algoStatus }),
    updatedAtMs: row.updateTime,
  };
}
