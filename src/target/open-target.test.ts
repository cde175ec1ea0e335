import { expect, test } from "vitest";
import { parseDuration } from "../fuzz/limits.ts";
import { optionsOf } from "./open-target.ts";

test.each([1, 200, 1_000, 2_500, 86_400_000, 999_999_000])(
  "a time of %i ms is written as --settle reads it",
  (settleMs) => {
    const [, , option, written] = optionsOf({ kind: "wire", text: "bot", settleMs });
    expect(option).toBe("--settle");
    expect(parseDuration("--settle", written)).toBe(settleMs);
  },
);
