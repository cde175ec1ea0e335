import { expect, test } from "vitest";
import { memoryListenKeys } from "./listen-keys.ts";

test("one key lives for 60 minutes after it was last asked for", () => {
  let nowMs = 1_000;
  const keys = memoryListenKeys(() => nowMs);
  expect(keys.keepAlive()).toBe(false);
  const first = keys.create();
  nowMs += 3_599_999;
  expect(keys.create()).toBe(first);
  nowMs += 3_599_999;
  expect(keys.keepAlive()).toBe(true);
  nowMs += 3_600_000;
  expect(keys.keepAlive()).toBe(false);
  const second = keys.create();
  expect(second).not.toBe(first);
  keys.close();
  expect(keys.keepAlive()).toBe(false);
  expect(keys.create()).not.toBe(second);
});
