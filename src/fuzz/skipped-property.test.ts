import { expect, test } from "vitest";
import { describeMissing } from "./skipped-property.ts";

test.each([
  [["sequences", "mode"], "there are no sequences"],
  [["audit", "order-updates"], "the target applies no order updates"],
  [["mode", "audit"], "the target does not report mode, audit"],
] as const)("%j is described by the one that is missing for all", (missing, text) => {
  expect(describeMissing(missing)).toBe(text);
});
