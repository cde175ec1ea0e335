import { expect, test } from "vitest";
import { readStreamPath, withoutKey } from "./stream-paths.ts";

const events = new Set(["ORDER_TRADE_UPDATE", "ACCOUNT_UPDATE"]);

test.each([
  ["/private/ws?listenKey=abc", "ws-query", ["abc"], null, false],
  [
    "/private/ws?listenKey=abc&events=ORDER_TRADE_UPDATE/ACCOUNT_UPDATE",
    "ws-query",
    ["abc"],
    events,
    false,
  ],
  ["/private/ws/abc", "ws-path", ["abc"], null, false],
  ["/private/stream?listenKey=abc", "stream-query", ["abc"], null, true],
  ["/private/stream?streams=abc", "stream-names", ["abc"], null, true],
  ["/private/stream?streams=abc/def", "stream-names", ["abc", "def"], null, true],
  ["/private/stream?streams=", "stream-names", [], null, true],
  ["/private/stream", "stream-names", [], null, true],
] as const)("%s is a user stream of the form %s", (url, form, listenKeys, wanted, isWrapped) => {
  const place = { kind: "private", form, listenKeys, events: wanted, isWrapped };
  expect(readStreamPath(url)).toEqual(place);
});

test.each([
  "/ws/abc",
  "/ws",
  "/stream?streams=abc",
  "/public/ws/btcusdt@bookTicker",
  "/public/stream?streams=btcusdt@depth",
  "/market/ws/btcusdt@markPrice",
  "/market/stream",
])("%s is silent", (url) => expect(readStreamPath(url)).toEqual({ kind: "silent" }));

test("the path of the WebSocket API is known", () => {
  expect(readStreamPath("/ws-fapi/v1?returnRateLimits=false")).toEqual({ kind: "api" });
});

test.each([
  "/",
  "/private",
  "/private/ws/abc/def",
  "/private/stream/abc",
  "/wss/abc",
  "/ws-api/v3",
  "/private/other",
  "//",
])("%s is no place of the venue", (url) => expect(readStreamPath(url)).toBeNull());

test.each([
  ["/private/ws/abc", "/private/ws/KEY"],
  ["/ws/abc?x=1", "/ws/KEY"],
  ["/private/ws?listenKey=abc", "/private/ws"],
  ["/private/stream?listenKey=abc", "/private/stream"],
  ["/ws-fapi/v1", "/ws-fapi/v1"],
])("the record of %s is %s", (url, path) => expect(withoutKey(url)).toBe(path));
