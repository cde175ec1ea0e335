import { expect, test } from "vitest";
import { percent } from "./percent.ts";

test.each([
  [0.05, "5 %"],
  [0.0007, "0.07 %"],
  [0.000_011, "0.0011 %"],
  [1, "100 %"],
])("a share of %d is %s", (share, text) => {
  expect(percent(share)).toBe(text);
});
