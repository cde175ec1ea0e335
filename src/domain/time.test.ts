import { expect, test } from "vitest";
import { describeSpan } from "./time.ts";

test.each([
  [120, "120 ms"],
  [3_000, "3 seconds"],
  [179_999, "179 seconds"],
  [180_000, "3 minutes"],
  [3 * 3_600_000, "3 hours"],
  [30 * 86_400_000 + 5, "30 days"],
])("%i ms is %s", (spanMs, text) => {
  expect(describeSpan(spanMs)).toBe(text);
});
