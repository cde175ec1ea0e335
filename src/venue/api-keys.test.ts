import { inspect } from "node:util";
import { expect, test } from "vitest";
import { BadInputError } from "../input/bad-input-error.ts";
import { ApiKeys, venueKeyNames } from "./api-keys.ts";

const other = { key: "OTHER_KEY", secret: "OTHER_SECRET" };
const env = { BINANCE_API_KEY: "key-of-venue", BINANCE_API_SECRET: "secret-of-venue" };
const keys = new ApiKeys(env, [venueKeyNames]);

test("a signature is that of the venue's documented example", () => {
  const documented = new ApiKeys(
    {
      BINANCE_API_KEY: "dbefbc809e3e83c283a984c3a1459732ea7db1360ca80c5c2c8867408d28cc83",
      BINANCE_API_SECRET: "2b5eb11e18796d12d88f13dc27dbbd02c2cc51ff7059765ed9821957d82bb4d9",
    },
    [venueKeyNames],
  );
  const query =
    "symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=1&price=9000&timeInForce=GTC&recvWindow=5000&timestamp=1591702613943";
  expect(documented.sign(query)).toBe(
    "3c661234138461fcc7a7d8746c6558c9842d4e10870d2ecbedf7777cad694af9",
  );
});

test("no form of the object shows key or secret", () => {
  const shown = [inspect(keys, { depth: 9, showHidden: true }), JSON.stringify(keys)];
  for (const text of shown) {
    expect(text).not.toContain("of-venue");
  }
});

test("a text loses key, secret and signatures, and nothing else", () => {
  const signed = `a=1&signature=${keys.sign("a=1")}`;
  const text = `GET /x?${signed} X-MBX-APIKEY: key-of-venue, secret-of-venue, order 12345678`;
  expect(keys.redact(text)).toBe(
    "GET /x?a=1&signature=[REDACTED] X-MBX-APIKEY: [REDACTED], [REDACTED], order 12345678",
  );
});

const headersOf = (given: Record<string, string>) =>
  new ApiKeys(given, [other, venueKeyNames]).headers;

test("the first pair of which a variable is set is read", () => {
  const both = { ...env, OTHER_KEY: "other-key", OTHER_SECRET: "other-secret" };
  expect(headersOf(both)).toEqual({ "x-mbx-apikey": "other-key" });
  expect(headersOf(env)).toEqual({ "x-mbx-apikey": "key-of-venue" });
  // Key and secret of two accounts are no pair.
  expect(() => headersOf({ ...env, OTHER_KEY: "other-key" })).toThrow("OTHER_SECRET is not set");
});

test.each<[Record<string, string>, string]>([
  [{}, "BINANCE_API_KEY is not set"],
  [{ BINANCE_API_KEY: "key-of-venue" }, "BINANCE_API_SECRET is not set"],
  [{ BINANCE_API_SECRET: "secret-of-venue" }, "BINANCE_API_KEY is not set"],
  [{ ...env, BINANCE_API_SECRET: "" }, "BINANCE_API_SECRET is not set"],
  [{ ...env, BINANCE_API_KEY: "key-of-venue\n" }, "BINANCE_API_KEY is no key"],
  [{ ...env, BINANCE_API_SECRET: "secret of venue" }, "BINANCE_API_SECRET is no key"],
  [{ ...env, BINANCE_API_KEY: "short" }, "BINANCE_API_KEY is no key"],
])(
  "%j is refused with the name of the variable and a cure, and without its value",
  (given, problem) => {
    const read = () => new ApiKeys(given, [venueKeyNames]);
    expect(read).toThrow(BadInputError);
    expect(read).toThrow(problem);
    expect(read).toThrow("set it to the HMAC key of an account");
    expect(read).not.toThrow(/of.venue|short/);
  },
);
