import { afterEach, expect, test, vi } from "vitest";
import { rotatedPath } from "./trail-file.ts";

afterEach(() => {
  vi.useRealTimers();
});

test.each([
  ["the run's id", "run-1_a", "audit/reconcile.20240101T000000000Z.run-1_a.jsonl"],
  ["no path separator", "../x y", "audit/reconcile.20240101T000000000Z.___x_y.jsonl"],
])("a renamed trail has the time and %s in its name", (_, runId, name) => {
  vi.useFakeTimers({ now: Date.UTC(2024, 0, 1) });
  expect(rotatedPath("audit/reconcile.jsonl", runId)).toBe(name);
});
