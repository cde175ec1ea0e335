/** One line of the audit file of a bot as an event, by the mapping of its profile. */
import { isUnsignedDecimal } from "../../domain/decimal.ts";
import { orderSideSchema } from "../../domain/order.ts";
import { positionSideSchema } from "../../domain/position.ts";
import { printableShort } from "../../domain/printable-text.ts";
import type { AuditFile } from "../../profile/audit-file.ts";
import type { WrittenEvent } from "../../simulation/own-trail.ts";

/** The line cannot be read. The message names the field and the cure. */
export class LineError extends Error {
  override readonly name = "LineError";
}

type Worded = {
  readonly field: string;
  readonly words?: Readonly<Record<string, string>> | undefined;
};
type Line = Readonly<Record<string, unknown>>;

/** Null for a line of another kind. Throws `LineError`. */
export function readAuditLine(text: string, mapping: AuditFile): WrittenEvent | null {
  const line = parseLine(text);
  const { event, runId, time } = mapping;
  const kind = eventKindOf(line, event);
  if (kind === null) return null;
  const shared = { runId: textAt(line, runId, "runId"), ...(time && { atMs: timeAt(line, time) }) };
  if (kind === "run") return { ...shared, kind };
  return kind === "attempt"
    ? { ...shared, kind, ...attemptOf(line, mapping) }
    : { ...shared, kind, ...resultOf(line, mapping) };
}

function parseLine(text: string): Line {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new LineError(`it is not JSON: '${printableShort(text)}'; write one JSON object a line`);
  }
  if (isRecord(value)) return value;
  throw new LineError(`expected a JSON object, got ${shown(value)}; write one on each line`);
}

function eventKindOf(line: Line, { field, words }: AuditFile["event"]) {
  const value = valueAt(line, field);
  if (typeof value !== "string") return null;
  const kind = words === undefined ? value : wordOf(words, value);
  return kinds.find((known) => known === kind) ?? null;
}

const kinds = ["attempt", "result", "run"] as const;
const methods = ["cancelOrder", "placeMarketOrder", "cancelConditionalOrder"] as const;
const statuses = ["executed", "failed", "unknown"] as const;

function attemptOf(line: Line, mapping: AuditFile) {
  const { side, quantity, positionSide, reduceOnly } = mapping;
  const method = wordAt(line, mapping.method, "method", methods);
  const named = {
    method,
    symbol: textAt(line, mapping.symbol, "symbol"),
    clientOrderId: textAt(line, mapping.clientOrderId, "clientOrderId"),
  };
  // The side of the order that a cancel is about is no parameter of the cancel.
  if (method !== "placeMarketOrder") return named;
  return {
    ...named,
    ...(side && { side: orNull(line, side, "side", orderSideSchema.options) }),
    ...(quantity !== undefined && { quantity: quantityAt(line, quantity) }),
    ...(positionSide && {
      positionSide: orNull(line, positionSide, "positionSide", positionSideSchema.options),
    }),
    ...(reduceOnly !== undefined && { reduceOnly: flagAt(line, reduceOnly) }),
  };
}

/** A result that names no request is that of the attempt before it. */
function resultOf(line: Line, mapping: AuditFile) {
  const { method, symbol, clientOrderId, status, code } = mapping;
  const has = (field: string) => (valueAt(line, field) ?? null) !== null;
  const answered = wordAt(line, status, "status", statuses);
  return {
    status: answered,
    ...(has(method.field) && { method: wordAt(line, method, "method", methods) }),
    ...(has(symbol) && { symbol: textAt(line, symbol, "symbol") }),
    ...(has(clientOrderId) && { clientOrderId: textAt(line, clientOrderId, "clientOrderId") }),
    // Some bots write the code of an answer that is no error, such as 200.
    ...(code !== undefined && answered !== "executed" && { code: codeAt(line, code) }),
  };
}

function wordAt<const Word extends string>(
  line: Line,
  { field, words }: Worded,
  name: string,
  ours: readonly Word[],
): Word {
  const value = textAt(line, field, name);
  const word = words === undefined ? value : wordOf(words, value);
  const found = ours.find((known) => known === word);
  if (found !== undefined) return found;
  const cure = `add it to audit.${name}.words of the profile, as one of ${ours.join(", ")}`;
  throw new LineError(`${field}: ${shown(value)} has no entry; ${cure}`);
}

function orNull<const Word extends string>(
  line: Line,
  words: Worded,
  name: string,
  ours: readonly Word[],
): Word | null {
  const isAbsent = (valueAt(line, words.field) ?? null) === null;
  return isAbsent ? null : wordAt(line, words, name, ours);
}

function textAt(line: Line, field: string, name: string): string {
  const value = valueAt(line, field);
  // Run ids may count.
  const text = typeof value === "number" && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text === "string" && text !== "" && text.length <= textLengthMax) return text;
  throw fault(field, name, `text of at most ${textLengthMax} characters`, value);
}

const textLengthMax = 100;

function quantityAt(line: Line, field: string): string | null {
  const value = valueAt(line, field) ?? null;
  if (value === null) return null;
  const text = typeof value === "number" ? String(value) : value;
  if (typeof text === "string" && isUnsignedDecimal(text)) return text;
  throw fault(field, "quantity", "a plain decimal without a sign", value);
}

function flagAt(line: Line, field: string): boolean | null {
  const value = valueAt(line, field) ?? null;
  if (value === null || typeof value === "boolean") return value;
  if (value === "true" || value === "false") return value === "true";
  throw fault(field, "reduceOnly", "true or false", value);
}

function codeAt(line: Line, field: string): number | null {
  const value = valueAt(line, field) ?? null;
  if (value === null) return null;
  const code = typeof value === "string" ? Number(value) : value;
  if (typeof code === "number" && Number.isInteger(code)) return code;
  throw fault(field, "code", "a whole number", value);
}

function timeAt(line: Line, { field, form }: NonNullable<AuditFile["time"]>): number {
  const value = valueAt(line, field);
  const ms = form === "iso" ? isoMs(value) : typeof value === "number" ? value : Number.NaN;
  const atMs = Math.round(form === "seconds" ? ms * 1_000 : ms);
  if (Number.isSafeInteger(atMs) && atMs >= 0) return atMs;
  throw fault(field, "time", timeForms[form], value);
}

const timeForms = {
  milliseconds: "milliseconds since 1970, as a number",
  seconds: "seconds since 1970, as a number",
  iso: "a time with its zone, such as 2024-01-01T00:00:00.000Z",
};

/** A time without a zone would depend on the machine. */
function isoMs(value: unknown): number {
  return typeof value === "string" && /(?:Z|[+-]\d\d:?\d\d)$/.test(value)
    ? Date.parse(value)
    : Number.NaN;
}

function fault(field: string, name: string, expected: string, value: unknown): LineError {
  const cure = `correct the line, or the field of audit.${name} in the profile`;
  return new LineError(`${field}: expected ${expected}, ${got(value)}; ${cure}`);
}

function got(value: unknown): string {
  return value === undefined ? "and it is missing" : `got ${shown(value)}`;
}

function shown(value: unknown): string {
  return printableShort(JSON.stringify(value) ?? "nothing");
}

function wordOf(words: Readonly<Record<string, string>>, value: string): string | undefined {
  return Object.hasOwn(words, value) ? words[value] : undefined;
}

function valueAt(line: Line, field: string): unknown {
  if (Object.hasOwn(line, field)) return line[field];
  let at: unknown = line;
  for (const name of field.split(".")) {
    if (!isRecord(at) || !Object.hasOwn(at, name)) return undefined;
    at = at[name];
  }
  return at;
}

function isRecord(value: unknown): value is Line {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
