import { expect, test } from "vitest";
import { describeProgress } from "./progress.ts";

const never = Number.POSITIVE_INFINITY;

test("the line has share, cases, rate and time left", () => {
  expect(describeProgress(2_500, 10_000, 1_000, never)).toBe(
    "████░░░░░░░░░░░░  25 %  2500/10000 cases  2500/s  3 s left",
  );
});

test("the time left is that of the time limit where the limit comes first", () => {
  expect(describeProgress(1, 1_000_000, 1_000, 90_000)).toContain("2 min left");
});

test.each([
  [0, 2_000_006_052, 0],
  [1_999_999_999, 2_000_006_052, 28_800_000],
  [1, 2_000_006_052, 1],
  [2_000_006_052, 2_000_006_052, 1],
])("%i of %i cases after %i ms fit 80 columns", (done, total, elapsedMs) => {
  expect(describeProgress(done, total, elapsedMs, 28_800_000).length).toBeLessThanOrEqual(80);
});
