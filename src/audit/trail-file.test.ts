import { afterEach, expect, test, vi } from "vitest";
import { rotatedPath } from "./trail-file.ts";

afterEach(() => {
  vi.useRealTimers();
});

test.each([
  ["a run's id", "run-1_a", undefined, "audit/reconcile.20240101T000000000Z.run-1_a.jsonl"],
  ["another suffix", "run-1", ".torn", "audit/reconcile.20240101T000000000Z.run-1.torn"],
  ["no path separator", "../x y", undefined, "audit/reconcile.20240101T000000000Z.___x_y.jsonl"],
])("a file next to the trail has the time and %s in its name", (_, runId, suffix, name) => {
  vi.useFakeTimers({ now: Date.UTC(2024, 0, 1) });
  expect(rotatedPath("audit/reconcile.jsonl", runId, suffix)).toBe(name);
});
