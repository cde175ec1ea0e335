import { expect, test } from "vitest";
import { shippedPipeline } from "../../src/simulation/target.ts";
import type { Detection } from "./measure-detection.ts";
import { bugStrength, strengthFigures } from "./strength-figures.ts";
import { judgeStrength } from "./strength-verdict.ts";

const bug = {
  name: "a-bug",
  source: null,
  expectedFailure: "left/check",
  minimalSize: 3,
  isSequence: false,
  target: shippedPipeline,
};
const caught: Detection = {
  seed: 1,
  detectedAfter: 5,
  size: 3,
  elapsedMs: 40,
  firstBroken: { left: 5, right: 5 },
};

function judge(detections: readonly Detection[], complete = true) {
  const names = ["left", "right"];
  const strength = bugStrength(bug, detections, names);
  const seeds = detections.map(({ seed }) => seed);
  return judgeStrength(strengthFigures("0", seeds, complete, [strength], names));
}

test("a bug that is caught with every seed, soon and small, holds", () => {
  expect(judge([caught])).toEqual({ verdict: "pass", reasons: [], notes: [] });
});

test.each<[string, Partial<Detection>, string]>([
  ["missed with one seed", { detectedAfter: null, size: null }, "missed by left/check with seed 2"],
  ["caught after 10 s", { elapsedMs: 10_001 }, "took 10001 ms with seed 2"],
  ["not made small", { size: 7 }, "shrunk to 7 entities and steps only; 3 are enough"],
])("a bug that is %s fails", (_, change, reason) => {
  const { verdict, reasons } = judge([caught, { ...caught, seed: 2, ...change }]);
  expect(verdict).toBe("fail");
  expect(reasons).toEqual([expect.stringContaining(reason)]);
});

test("up to the boundary nothing fails", () => {
  expect(judge([{ ...caught, elapsedMs: 10_000, size: 6 }]).verdict).toBe("pass");
});

test("a property that catches nothing fails, and so does one that is never alone or first", () => {
  expect(judge([{ ...caught, firstBroken: { left: 5 } }]).reasons).toEqual([
    "right catches no planted bug",
  ]);
  expect(judge([{ ...caught, firstBroken: { left: 5, right: 6 } }]).reasons).toEqual([
    "right catches no planted bug alone or first",
  ]);
});

test("a part of the bugs tells nothing of the properties, and says so", () => {
  const { verdict, notes } = judge([{ ...caught, firstBroken: { left: 5 } }], false);
  expect({ verdict, notes }).toEqual({
    verdict: "pass",
    notes: ["not all planted bugs were hunted, so the properties are not judged"],
  });
});

test("a smaller counterexample than the minimalSize known is told and fails nothing", () => {
  const { verdict, notes } = judge([{ ...caught, size: 2 }]);
  expect({ verdict, notes }).toEqual({
    verdict: "pass",
    notes: ["a-bug was shrunk to 2, and 3 was the minimalSize known; note it there"],
  });
});

function noticed(...firstBroken: Record<string, number>[]) {
  const detections = firstBroken.map((first, at) => ({
    ...caught,
    seed: at + 1,
    firstBroken: first,
  }));
  return bugStrength(bug, detections, ["left", "right"]).detectedBy;
}

test("alone is who breaks and nobody else, first is whom nobody precedes in most seeds", () => {
  expect(noticed({ left: 5 })).toEqual({ left: "alone", right: "never" });
  expect(noticed({ left: 5, right: 5 })).toEqual({ left: "first", right: "first" });
  expect(noticed({ left: 5, right: 9 }, { left: 5 }, { left: 9, right: 5 })).toEqual({
    left: "first",
    right: "some_seeds",
  });
});

test("median and p95 are ranks: with ten seeds the p95 is the largest", () => {
  const detections = Array.from({ length: 10 }, (_, at) => ({ ...caught, detectedAfter: at + 1 }));
  expect(bugStrength(bug, detections, []).cases).toEqual({ median: 5, p95: 10 });
});
