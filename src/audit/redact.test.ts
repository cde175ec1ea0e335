import { expect, test } from "vitest";
import { completeRun } from "../test-fixtures/audit-events.ts";
import { redact } from "./redact.ts";

const key = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A";
const signature = "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71";

test.each([
  ["a value of a secret key", { apiSecret: "hunter2", api_key: "abc", password: 5 }],
  ["a value deep inside lists", [[{ signature: "abc" }]]],
  ["the signature in a URL", `GET /fapi/v1/order?symbol=BTCUSDT&signature=${signature}&x=1`],
  ["a short signature in a URL", "signature=abc123&x=1"],
  ["a header in a message", `failed with X-MBX-APIKEY: ${key}`],
  ["a bearer token", "Authorization: Bearer abc.def-123"],
  ["any scheme of authorization", "Authorization: Token abc123"],
  ["a passphrase", "passphrase=hunter2"],
  ["a token", "?token=abc&x=1"],
  ["a password in a URL", "https://user:hunter2@host/path"],
  ["a key with a prefix", `key_${signature}`],
  ["JSON in a string", `{"secretKey":"hunter2","listenKey":"abc"}`],
  ["a bare key in a list", ["first", key]],
  ["a signature inside a list inside a string", `[${signature}]`],
])("%s is redacted", (_, value) => {
  const written = JSON.stringify(redact(value));
  expect(written).toContain("[REDACTED]");
  for (const secret of ["hunter2", key, signature, "abc"]) expect(written).not.toContain(secret);
});

test("the text after a secret in a URL stays", () => {
  expect(redact("a?signature=abc&symbol=BTCUSDT")).toBe("a?signature=[REDACTED]&symbol=BTCUSDT");
});

test("events without a secret do not change", () => {
  expect(redact(completeRun)).toEqual(completeRun);
});

test.each([
  ["Authorization: Basic dXNlcjpodW50ZXIy==", "Authorization: [REDACTED]"],
  ['"authorization":"Token a.b"', '"authorization":"[REDACTED]"'],
  ["Authorization : Token abc123", "Authorization : [REDACTED]"],
  ["authorization=  Token abc; next", "authorization=  [REDACTED]; next"],
  ["sent bearer  abc.d~e+f/g=h-1 twice", "sent bearer  [REDACTED] twice"],
  ["basic abc, and more", "basic [REDACTED], and more"],
  ["wss://user:pa:ss@host:443/ws", "wss://[REDACTED]@host:443/ws"],
  ["http://host:8080/path stays", "http://host:8080/path stays"],
  ["a basic mistake", "a basic [REDACTED]"],
])("%s becomes %s", (text, clean) => {
  expect(redact(text)).toBe(clean);
});

test("a long text is truncated to the length that the schema allows", () => {
  const longest = "x".repeat(60).concat(" ").repeat(9).slice(0, 500);
  expect(redact(longest)).toBe(longest);
  expect(redact(`${longest}y`)).toBe(`${longest.slice(0, 499)}…`);
});
