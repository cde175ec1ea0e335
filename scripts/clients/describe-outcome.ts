/** What a call of a client library ended with, for a reader. */
import type { ClientCall } from "./drivers.mjs";

export function describeValue(call: ClientCall, value: unknown): string {
  if (call === "start") return "read";
  if (typeof value === "string") return "a text";
  if (typeof value !== "object" || value === null) return `\`${String(value)}\``;
  if (Array.isArray(value)) {
    const rows: unknown[] = value;
    if (rows.length === 0) return "`[]`: **read as flat**";
    return rows.every(isRow) ? `${rows.length} read${idOf(rows[0])}` : "**rows without an order**";
  }
  if (Object.keys(value).length === 0) return "`{}`";
  return isRow(value) ? "an order" : "**an order without an id**";
}

/** ccxt names the id of an order otherwise. A position has none. */
function idOf(row: unknown): string {
  if (typeof row !== "object" || row === null || !("clientOrderId" in row)) return "";
  const id = "orderId" in row ? row.orderId : "id" in row ? row.id : undefined;
  return `, with the id ${String(id)}`;
}

/** ccxt has another name for a symbol. */
function isRow(row: unknown): boolean {
  if (typeof row !== "object" || row === null) return false;
  if ("clientOrderId" in row) return typeof row.clientOrderId === "string";
  return "symbol" in row && typeof row.symbol === "string" && row.symbol.startsWith("BTC");
}

/** Its class, and the code of the venue where the error has it. */
export function describeError(error: unknown): string {
  if (typeof error !== "object" || error === null) return `\`${String(error)}\``;
  const name = error instanceof Error ? error.constructor.name : "object";
  const { message, code } = { message: "", code: undefined, ...fieldsOf(error) };
  const written = /"code":\s*(-\d+)/.exec(String(message))?.[1];
  const kept = typeof code === "number" && code < 0 ? String(code) : written;
  return kept === undefined ? `\`${name}\`` : `\`${name}\` ${kept}`;
}

function fieldsOf(error: object): { message?: unknown; code?: unknown } {
  return {
    ...("message" in error && { message: error.message }),
    ...("code" in error && { code: error.code }),
  };
}
