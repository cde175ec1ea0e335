/**
 * Reads a request as the venue does: in its canonical form, and with the first parameter that the venue
 * refuses.
 */
import { Big } from "big.js";
import { isClientOrderId } from "../domain/client-order-id.ts";
import { canonicalDecimal, isUnsignedDecimal, zero, type Decimal } from "../domain/decimal.ts";
import type { MalformedParameter, PortReply, PortRequest } from "../domain/port-call.ts";
import { printableShort } from "../domain/printable-text.ts";
import { rejectedBy, type VenueErrorCode } from "./venue-errors.ts";

export type ReadRequest = {
  /** A text that is not valid is kept in short form; a quantity that is no number is zero. */
  readonly request: PortRequest;
  readonly malformed: MalformedParameter | null;
  /** The reply to a malformed request. */
  readonly rejection: PortReply;
};

type Method = PortRequest["method"];
type Fields = Readonly<Record<string, unknown>>;
type Fault = readonly [parameter: string, code: VenueErrorCode];

const cancelParameters = ["symbol", "clientOrderId"];
const parameters = {
  cancelOrder: new Set(["method", ...cancelParameters]),
  placeMarketOrder: new Set([
    "method",
    ...cancelParameters,
    "side",
    "quantity",
    "positionSide",
    "reduceOnly",
  ]),
  cancelConditionalOrder: new Set(["method", ...cancelParameters]),
} as const satisfies Record<Method, ReadonlySet<string>>;

/** `sent` may be any value. The request is a new object. */
export function readRequest(
  method: Method,
  sent: unknown,
  isListed: (symbol: string) => boolean,
): ReadRequest {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an object has fields
  const fields = (typeof sent === "object" && sent !== null ? sent : {}) as Fields;
  const request = canonicalRequest(method, fields);
  const fault = findFault(method, fields, isListed);
  if (fault === null) return { request, malformed: null, rejection: noRejection };
  const [parameter, code] = fault;
  const malformed = { parameter, value: shortText(fields[parameter]) };
  return { request, malformed, rejection: rejectedBy(code, parameter) };
}

const noRejection: PortReply = { status: "accepted" };

/** The quantity has no superfluous zeros, and only a leg of a hedge is named as position side. */
function canonicalRequest(method: Method, fields: Fields): PortRequest {
  const symbol = text(fields["symbol"]);
  const clientOrderId = text(fields["clientOrderId"]);
  const { positionSide, reduceOnly } = fields;
  const request =
    method !== "placeMarketOrder"
      ? { method, symbol, clientOrderId }
      : {
          method,
          symbol,
          clientOrderId,
          side: text(fields["side"]),
          quantity: quantityOf(fields["quantity"]),
          positionSide: positionSide === "LONG" || positionSide === "SHORT" ? positionSide : null,
          reduceOnly: typeof reduceOnly === "boolean" ? reduceOnly : null,
        };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a malformed one is recorded too
  return request as PortRequest;
}

function findFault(
  method: Method,
  fields: Fields,
  isListed: (symbol: string) => boolean,
): Fault | null {
  const { symbol, clientOrderId } = fields;
  if (typeof symbol !== "string" || symbol === "") return missing("symbol");
  if (!isListed(symbol)) return ["symbol", -1121];
  if (typeof clientOrderId !== "string" || clientOrderId === "") return missing("clientOrderId");
  if (!isClientOrderId(clientOrderId)) return ["clientOrderId", -4015];
  const fault = method === "placeMarketOrder" ? findOrderFault(fields) : null;
  if (fault !== null) return fault;
  for (const name of Object.keys(fields)) {
    if (!parameters[method].has(name)) return [name, -1104];
  }
  return null;
}

function findOrderFault({ side, quantity, positionSide, reduceOnly }: Fields): Fault | null {
  if (typeof side !== "string" || side === "") return missing("side");
  if (side !== "BUY" && side !== "SELL") return ["side", -1117];
  if (typeof quantity !== "string" || quantity === "") return missing("quantity");
  if (!isUnsignedDecimal(withoutLeadingZeros(quantity))) {
    if (!isNumber(quantity)) return ["quantity", -1100];
    return ["quantity", quantity.startsWith("-") ? -4003 : -1111];
  }
  const isSide = positionSide === "BOTH" || positionSide === "LONG" || positionSide === "SHORT";
  if (isSent(positionSide) && !isSide) return invalid("positionSide");
  return isSent(reduceOnly) && typeof reduceOnly !== "boolean" ? invalid("reduceOnly") : null;
}

function isSent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function missing(name: string): Fault {
  return [name, -1102];
}

function invalid(name: string): Fault {
  return [name, -1130];
}

function quantityOf(value: unknown): Decimal {
  const digits = typeof value === "number" ? String(value) : value;
  if (typeof digits !== "string") return zero;
  const plain = withoutLeadingZeros(digits);
  if (isUnsignedDecimal(plain)) return canonicalDecimal(plain);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a plain number of more digits
  return isNumber(digits) ? (new Big(digits).abs().toFixed() as Decimal) : zero;
}

function withoutLeadingZeros(digits: string): string {
  return digits.startsWith("0") ? digits.replace(/^0+(?=\d)/, "") : digits;
}

function isNumber(digits: string): boolean {
  return /^-?\d{1,40}(?:\.\d{1,40})?(?:[eE][+-]?\d{1,2})?$/.test(digits);
}

function text(value: unknown): string {
  return typeof value === "string" && isClientOrderId(value) ? value : shortText(value);
}

/** With the length of a text that is cut. */
function shortText(value: unknown): string {
  if (typeof value === "string") return printableShort(value);
  try {
    return printableShort(JSON.stringify(value) ?? "nothing");
  } catch {
    return "a value that is no JSON";
  }
}
