/**
 * Replies of other markets, venues and requests, recognized by their fields. Their rows resemble those
 * of USDⓈ-M futures, and would be read as orders and positions of the wrong account. An empty list has
 * no fields, so its origin cannot be checked.
 */
import { printableShort } from "../../domain/printable-text.ts";
import { BadInputError } from "../../input/bad-input-error.ts";
import type { JsonDocument } from "../../input/json-document.ts";
import type { ReplyKind } from "./reply-kind.ts";

type Fields = Readonly<Record<string, unknown>>;

/** A name, the test of an object, and another cure than to capture the right reply. */
type Mark = readonly [name: string, fits: (object: Fields) => boolean, cure?: string];

const hasAll =
  (...fields: readonly string[]) =>
  (object: Fields) =>
    fields.every((field) => Object.hasOwn(object, field));
const hasAny =
  (...fields: readonly string[]) =>
  (object: Fields) =>
    fields.some((field) => Object.hasOwn(object, field));

/** Of a reply that is an object. The first mark that fits is named. */
const objectMarks: readonly Mark[] = [
  ["a reply of Bybit", hasAll("retCode")],
  ["a reply of OKX", hasAll("code", "data")],
  [
    "a reply of the WebSocket API",
    hasAll("id", "status", "result"),
    ", or save its field `result`",
  ],
  ["an account (GET /fapi/v2/account)", hasAll("assets", "positions")],
  ["a spot account (GET /api/v3/account)", hasAll("balances")],
  ["an event of the user stream", hasAll("e", "E")],
  ["one order", hasAll("orderId", "symbol")],
  ["one position", hasAll("symbol", "positionAmt")],
];

/** Of any row in a reply that is a list. */
const rowMarks: readonly Mark[] = [
  ["ccxt's unified form", hasAll("info"), ", or save the field `info` of each row"],
  ["a reply of OKX", hasAll("instId")],
  ["a reply of Bybit", hasAny("orderLinkId", "positionIdx")],
  ["a reply of the margin market (/sapi)", hasAll("isIsolated")],
  [
    "a reply of the spot market (/api)",
    hasAny("orderListId", "isWorking", "cummulativeQuoteQty", "icebergQty"),
  ],
  [
    "a reply of the coin-margined market (/dapi)",
    (row) =>
      hasAny("cumBase", "notionalValue")(row) || /USD_(?:PERP|\d+)$/.test(String(row["symbol"])),
  ],
  ["a reply of the options market (/eapi)", hasAny("optionSide")],
  [
    "a reply of portfolio margin (/papi)",
    (row) =>
      hasAll("strategyId")(row) ||
      (hasAll("cumQuote")(row) && !hasAny("stopPrice", "closePosition", "workingType")(row)) ||
      (hasAll("maxNotionalValue")(row) && !hasAny("marginType", "isolatedMargin")(row)),
  ],
];

const conditionalMark: Mark = ["a list of conditional orders (openAlgoOrders)", hasAll("algoId")];
const positionMark: Mark = ["a list of positions", hasAll("positionAmt")];
const orderMark: Mark = ["a list of orders", hasAll("clientOrderId", "orderId")];

const tradeMark: Mark = ["a list of trades", hasAll("qty", "orderId", "id")];

/** The other replies, by the content of the expected one. */
const otherKinds: Readonly<Record<ReplyKind["content"], readonly Mark[]>> = {
  "open orders": [conditionalMark, positionMark],
  positions: [conditionalMark, orderMark],
  "conditional orders": [positionMark, orderMark],
  "all orders": [conditionalMark, positionMark, tradeMark],
  trades: [conditionalMark, positionMark, orderMark],
};

/** Throws `BadInputError` with the name of the reply and what to capture instead. */
export function refuseOtherReplies({ value, placeOf }: JsonDocument, expected: ReplyKind): void {
  const isList = Array.isArray(value);
  const rows: readonly unknown[] = isList ? value : [value];
  const marks = isList ? [...rowMarks, ...otherKinds[expected.content]] : objectMarks;
  for (const [index, row] of rows.entries()) {
    if (typeof row !== "object" || row === null) continue;
    const fields: Fields = { ...row };
    const mark = marks.find(([, fits]) => fits(fields)) ?? (isList ? undefined : wrapper(fields));
    if (mark === undefined) continue;
    const [name, , cure = ""] = mark;
    throw new BadInputError(
      `${placeOf(isList ? [index] : [])}: this is ${name}, not a list of ${expected.content} of ` +
        `Binance USDⓈ-M futures; capture ${expected.request} instead${cure}`,
    );
  }
}

/** An object with the list in a field, such as `{"data":[…]}`. */
function wrapper(fields: Fields): Mark | undefined {
  const field = Object.keys(fields).find((name) => Array.isArray(fields[name]));
  if (field === undefined) return undefined;
  return [
    `an object with a list in its field ${JSON.stringify(printableShort(field))}`,
    () => true,
  ];
}
