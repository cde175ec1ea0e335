import { expect, test } from "vitest";
import { wireFaultKinds, type WireFaultKind } from "../domain/wire-request.ts";
import { startsAtMs } from "../test-fixtures/scenarios.ts";
import { breakReply } from "./broken-reply.ts";
import { ok, writeJson } from "./reply.ts";

const weight = { "X-MBX-USED-WEIGHT-1M": "40" };
const whole = { ...ok([{ symbol: "BTCUSDT" }]), headers: weight };
const rows = '[{"symbol":"BTCUSDT"}]';
const page = expect.stringMatching(/^"<!DOCTYPE html>/);
const late =
  "Timeout waiting for response from backend server. Send status unknown; execution status unknown.";
const internal = "Internal error; unable to process your request. Please try again.";
const many =
  "Too many requests; current limit is 2400 requests per minute. Please use the websocket for live updates to avoid polling the API.";
const banned = `Way too many requests; IP banned until ${startsAtMs + 120_000}. Please use the websocket for live updates to avoid bans.`;

/** Status, headers without the weight, body, how the server breaks it, and its form in records. */
const expected: Readonly<Record<WireFaultKind, readonly unknown[]>> = {
  "unknown-error": [
    503,
    {},
    '{"code":-1000,"msg":"Unknown error, please check your request or try again later."}',
    null,
    "error",
  ],
  "backend-timeout": [408, {}, `{"code":-1007,"msg":"${late}"}`, null, "error"],
  reset: [200, {}, rows, "reset", "none"],
  hang: [200, {}, rows, "hang", "none"],
  "half-body": [200, {}, rows, "half-body", "none"],
  "empty-object": [200, {}, "{}", null, "broken"],
  null: [200, {}, "null", null, "broken"],
  html: [200, { "content-type": "text/html" }, page, null, "broken"],
  "cut-json": [200, {}, rows, "cut-json", "broken"],
  "html-as-json": [200, {}, page, null, "broken"],
  "service-unavailable": [503, {}, '{"code":0,"msg":"Service Unavailable."}', null, "error"],
  "internal-error": [503, {}, `{"code":-1001,"msg":"${internal}"}`, null, "error"],
  "clock-skew": [
    400,
    {},
    '{"code":-1021,"msg":"Timestamp for this request is outside of the recvWindow."}',
    null,
    "error",
  ],
  "too-many-requests": [
    429,
    { "Retry-After": "60" },
    `{"code":-1003,"msg":"${many}"}`,
    null,
    "error",
  ],
  "ip-ban": [418, { "Retry-After": "120" }, `{"code":-1003,"msg":"${banned}"}`, null, "error"],
};

test.each(wireFaultKinds)("a reply with the fault %s", (kind) => {
  const { reply, form = null, recorded } = breakReply(whole, kind, startsAtMs);
  const { "X-MBX-USED-WEIGHT-1M": _, ...headers } = { ...weight, ...reply.headers };
  const seen = [reply.status, headers, writeJson(reply.body), form, recorded];
  expect(seen).toEqual(expected[kind]);
});

test("a reply that breaks keeps the weight in its headers", () => {
  expect(breakReply(whole, "null", startsAtMs).reply.headers).toEqual(weight);
});
