import { expect, test } from "vitest";
import { isShareMet, wilsonUpperBound } from "./coverage.ts";

test("the bound is the upper end of Wilson's interval", () => {
  // z = 3.3, 50 of 1000: (0.05 + z²/2000 + z·√(0.05·0.95/1000 + z²/4e6)) / (1 + z²/1000)
  expect(wilsonUpperBound(50, 1_000)).toBeCloseTo(0.078, 3);
  expect(wilsonUpperBound(0, 1_000)).toBeLessThan(0.011);
});

test.each([
  ["absent, at any length", 0, 10, false],
  ["exactly the minimum", 50, 1_000, true],
  ["a little below, in a campaign so short that it can be chance", 4, 100, true],
  ["the same share in a long campaign", 4_000, 100_000, false],
  ["far below", 1, 1_000, false],
])("a share of 5 %% that is %s", (_, count, cases, met) => {
  expect(isShareMet(count, cases, 0.05)).toBe(met);
});
