import { expect, test } from "vitest";
import type * as z from "zod";
import { auditFileSchema } from "../../profile/audit-file.ts";
import { readAuditLine } from "./audit-line.ts";

const least = {
  file: "a",
  event: { field: "event" },
  runId: "run",
  method: { field: "op" },
  symbol: "symbol",
  clientOrderId: "order.cid",
  status: { field: "status", words: { ok: "executed", no: "failed", late: "failed" } },
} as const;
const mapping = {
  ...least,
  side: { field: "side" },
  quantity: "qty",
  positionSide: { field: "leg" },
  reduceOnly: "reduce",
  code: "code",
  time: { field: "at", form: "seconds" },
} as const;

const read = (line: unknown, parts: Partial<z.input<typeof auditFileSchema>> = {}) =>
  readAuditLine(JSON.stringify(line), auditFileSchema.parse({ ...mapping, ...parts }));

const order = { event: "attempt", run: 7, symbol: "BTCUSDT", order: { cid: "x" }, at: 1.5 };
const market = { ...order, op: "placeMarketOrder" };
const named = { runId: "7", atMs: 1_500, symbol: "BTCUSDT", clientOrderId: "x" };

test.each([
  ["a cancel, without the side of its order", { ...order, op: "cancelOrder", side: "BUY" }, {}],
  [
    "a market order",
    { ...market, side: "SELL", qty: "0.10", leg: "SHORT", reduce: "true" },
    { side: "SELL", quantity: "0.10", positionSide: "SHORT", reduceOnly: true },
  ],
  [
    "a number as a quantity, and absent parameters",
    { ...market, side: "BUY", qty: 0.25, leg: null },
    { side: "BUY", quantity: "0.25", positionSide: null, reduceOnly: null },
  ],
] as const)("an attempt: %s", (_, line, parts) => {
  expect(read(line)).toEqual({ ...named, kind: "attempt", method: line.op, ...parts });
});

test.each([
  ["of the attempt before it", {}, { status: "failed", code: null }],
  ["with a code", { code: -2_011 }, { status: "failed", code: -2_011 }],
  ["with a code as text", { code: "-2011" }, { status: "failed", code: -2_011 }],
  [
    "without an error, of which no code is read",
    { status: "ok", code: 200 },
    { status: "executed" },
  ],
  [
    "that names its request",
    { op: "cancelOrder", symbol: "A", order: { cid: "y" }, status: "late" },
    { method: "cancelOrder", symbol: "A", clientOrderId: "y", status: "failed", code: null },
  ],
] as const)("a result %s", (_, parts, expected) => {
  const line = { event: "result", run: "r", at: 0, status: "no", ...parts };
  expect(read(line)).toEqual({ kind: "result", runId: "r", atMs: 0, ...expected });
});

test("a field that the mapping does not name is absent", () => {
  const { side: _, quantity: __, ...rest } = mapping;
  const unnamed = readAuditLine(
    JSON.stringify({ ...market, qty: "1" }),
    auditFileSchema.parse(rest),
  );
  expect(Object.keys(unnamed ?? {})).not.toContain("quantity");
});

test.each([
  ["milliseconds", 1_704_067_200_123],
  ["seconds", 1_704_067_200.123],
  ["iso", "2024-01-01T01:00:00.123+01:00"],
] as const)("a time in the form %s", (form, at) => {
  const time = { field: "at", form };
  expect(read({ event: "run", run: "r", at }, { time })?.atMs).toBe(1_704_067_200_123);
});

test.each([
  ["of another kind", { event: "heartbeat" }],
  ["whose kind is a name of every object", { event: "constructor" }],
  ["without a kind", {}],
])("a line %s is not read", (_, line) => {
  const words = { intent: "attempt", answer: "result" } as const;
  expect(read(line, { event: { field: "event", words } })).toBe(null);
});

test.each([
  ["a text", "x", 'expected a JSON object, got "x"; write one on each line'],
  ["a list", [], "expected a JSON object, got []"],
  ["no run id", { event: "run", at: 1 }, "run: expected text of at most 100 characters, and it is"],
  ["no time", { ...market, at: undefined }, "at: expected seconds since 1970, as a number, and it"],
  [
    "an unknown method",
    { ...order, op: "amend" },
    'op: "amend" has no entry; add it to audit.method',
  ],
  [
    "a side in other words",
    { ...market, side: "buy" },
    'side: "buy" has no entry; add it to audit.s',
  ],
  [
    "a signed quantity",
    { ...market, qty: "-1" },
    'qty: expected a plain decimal without a sign, got "-1"',
  ],
  [
    "a quantity in exponents",
    { ...market, qty: 1e-7 },
    "qty: expected a plain decimal without a sig",
  ],
  [
    "a flag that is none",
    { ...market, reduce: 1 },
    "reduce: expected true or false, got 1; correct",
  ],
  [
    "a code that is none",
    { event: "result", run: "r", at: 1, status: "no", code: "x" },
    'code: expected a whole number, got "x"; correct the line, or the field of audit.code in the',
  ],
  ["no status", { event: "result", run: "r", at: 1 }, "status: expected text of at most 100 char"],
])("%s is refused with the field and the cure", (_, line, message) => {
  expect(() => read(line)).toThrow(message);
});

test("a time without a zone is refused: it would depend on the machine", () => {
  const line = { event: "run", run: "r", at: "2024-01-01T00:00:00" };
  const time = { field: "at", form: "iso" } as const;
  expect(() => read(line, { time })).toThrow("at: expected a time with its zone, such as");
});

test("a line that is not JSON is refused", () => {
  const parsed = auditFileSchema.parse(mapping);
  expect(() => readAuditLine("INFO started", parsed)).toThrow("it is not JSON: 'INFO started'");
});
