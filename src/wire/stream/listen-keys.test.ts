import { beforeEach, expect, test } from "vitest";
import { startsAtMs } from "../../test-fixtures/scenarios.ts";
import { OneListenKey } from "./listen-keys.ts";

const hourMs = 60 * 60_000;
let nowMs = startsAtMs;
let expired: string[] = [];

function listenKeys(): OneListenKey {
  let made = 0;
  const newKey = () => `key${(made += 1)}`;
  const keys = new OneListenKey({ nowMs: () => nowMs, newKey });
  keys.onExpired = (key) => expired.push(key);
  return keys;
}

beforeEach(() => {
  nowMs = startsAtMs;
  expired = [];
});

test("a second POST returns the same key and extends it", () => {
  const keys = listenKeys();
  expect(keys.create()).toBe("key1");
  nowMs += hourMs - 1;
  expect(keys.create()).toBe("key1");
  nowMs += hourMs - 1;
  expect([keys.current(), expired]).toEqual(["key1", []]);
});

test("a PUT extends the key, and finds none before a POST and after its hour", () => {
  const keys = listenKeys();
  expect(keys.keepAlive()).toBe(false);
  keys.create();
  nowMs += hourMs - 1;
  expect(keys.keepAlive()).toBe(true);
  nowMs += hourMs - 1;
  expect([keys.current(), expired]).toEqual(["key1", []]);
  nowMs += 1;
  expect([keys.keepAlive(), expired]).toEqual([false, ["key1"]]);
});

test("a key expires once, at the first tick after its hour, and the next one differs", () => {
  const keys = listenKeys();
  keys.create();
  nowMs += hourMs - 1;
  keys.tick();
  expect(expired).toEqual([]);
  nowMs += 1;
  keys.tick();
  keys.tick();
  expect([keys.current(), expired]).toEqual([null, ["key1"]]);
  expect(keys.create()).toBe("key2");
});

test("a key that a DELETE closes does not expire", () => {
  const keys = listenKeys();
  keys.create();
  keys.close();
  nowMs += hourMs;
  keys.tick();
  expect([keys.current(), expired]).toEqual([null, []]);
});

test("without a source of keys each one is 64 letters and digits, and another", () => {
  const made = [1, 2].map(() => new OneListenKey({ nowMs: () => nowMs }).create());
  expect(new Set(made).size).toBe(2);
  for (const key of made) expect(key).toMatch(/^[a-zA-Z0-9]{64}$/);
});
