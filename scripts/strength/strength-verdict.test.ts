import { expect, test } from "vitest";
import type { PlantedBug } from "../../properties/planted-bugs/planted-bug.ts";
import { defaultMinimum, type Detection } from "./measure-detection.ts";
import { bugStrength, strengthFigures } from "./strength-figures.ts";
import { judgeStrength } from "./strength-verdict.ts";

const bug: PlantedBug = { name: "a-bug", expectedFailure: "left/check", minimalSize: 3, hooks: {} };
const detection: Detection = {
  seed: 1,
  detectedAfter: 5,
  size: 3,
  elapsedMs: 40,
  firstFailures: { left: 5, right: 5 },
};

function judge(detections: readonly Detection[], complete = true) {
  const names = ["left", "right"];
  const strength = bugStrength(bug, detections, names);
  const seeds = detections.map(({ seed }) => seed);
  return judgeStrength(strengthFigures("0", seeds, defaultMinimum, complete, [strength], names));
}

test("a bug that every seed detects soon and shrinks well passes", () => {
  expect(judge([detection])).toEqual({ verdict: "pass", reasons: [], notes: [] });
});

test.each<[string, Partial<Detection>, string]>([
  [
    "missed with one seed",
    { detectedAfter: null, size: null },
    "a-bug was not detected by left/check with seed 2",
  ],
  ["detected after 10 s", { elapsedMs: 10_001 }, "took 10001 ms with seed 2"],
  ["not shrunk", { size: 7 }, "shrank only to 7 entities and steps; 3 are enough"],
])("a bug that is %s fails", (_, change, reason) => {
  const { verdict, reasons } = judge([detection, { ...detection, seed: 2, ...change }]);
  expect(verdict).toBe("fail");
  expect(reasons).toEqual([expect.stringContaining(reason)]);
});

test("time and size at their boundaries pass", () => {
  expect(judge([{ ...detection, elapsedMs: 10_000, size: 6 }]).verdict).toBe("pass");
});

test("a property without a kill fails, and so does one without a unique or first kill", () => {
  expect(judge([{ ...detection, firstFailures: { left: 5 } }]).reasons).toEqual([
    "right has no kill",
  ]);
  expect(judge([{ ...detection, firstFailures: { left: 5, right: 6 } }]).reasons).toEqual([
    "right has no unique or first kill",
  ]);
});

test("the properties are not judged by some of the bugs, and a note names it", () => {
  const { verdict, notes } = judge([{ ...detection, firstFailures: { left: 5 } }], false);
  expect({ verdict, notes }).toEqual({
    verdict: "pass",
    notes: ["not all planted bugs were measured, so the properties are not judged"],
  });
});

test("a size below the smallest known is noted and passes", () => {
  const { verdict, notes } = judge([{ ...detection, size: 2 }]);
  expect({ verdict, notes }).toEqual({
    verdict: "pass",
    notes: ["a-bug shrank to 2, below its minimalSize of 3; lower it"],
  });
});

function detectedBy(...failures: Record<string, number>[]) {
  const detections = failures.map((firstFailures, index) => ({
    ...detection,
    seed: index + 1,
    firstFailures,
  }));
  return bugStrength(bug, detections, ["left", "right"]).detectedBy;
}

test("a unique property is the only one to fail, and a first one is not preceded with most seeds", () => {
  expect(detectedBy({ left: 5 })).toEqual({ left: "unique", right: "never" });
  expect(detectedBy({ left: 5, right: 5 })).toEqual({ left: "first", right: "first" });
  expect(detectedBy({ left: 5, right: 9 }, { left: 5 }, { left: 9, right: 5 })).toEqual({
    left: "first",
    right: "some-seeds",
  });
});

test("median and p95 are nearest ranks: with ten seeds the p95 is the largest", () => {
  const detections = Array.from({ length: 10 }, (_, index) => ({
    ...detection,
    detectedAfter: index + 1,
  }));
  expect(bugStrength(bug, detections, []).cases).toEqual({ median: 5, p95: 10 });
});
