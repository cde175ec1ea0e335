import { expect, test } from "vitest";
import type { TimelineStep } from "../fuzz/timeline-schema.ts";
import { alignSteps } from "./align.ts";

function steps(...texts: readonly string[]): TimelineStep[] {
  return texts.map((text) => {
    const kind = text.split(" ")[0] ?? "";
    const none = { runs: [], turns: [], inner: [], late: [] };
    return { lane: "bot", kind, text, afterMs: 0, ...none };
  });
}

test("a step that one list has more gets a row of its own", () => {
  const left = steps("update 1", "reconcile", "update 2");
  const right = steps("update 1", "update 1", "reconcile", "update 2", "restart");
  expect(alignSteps([left, right])).toEqual([
    [0, 0],
    [null, 1],
    [1, 2],
    [2, 3],
    [null, 4],
  ]);
  expect(alignSteps([right, left]).map((row) => row.toReversed())).toEqual(
    alignSteps([left, right]),
  );
});

test("steps of one kind share a row, also where they differ; of two, the one with the same text", () => {
  expect(alignSteps([steps("update 1"), steps("update 2")])).toEqual([[0, 0]]);
  expect(alignSteps([steps("update 2"), steps("update 1", "update 2")])).toEqual([
    [null, 0],
    [0, 1],
  ]);
  expect(alignSteps([steps("crash"), steps("restart")])).toEqual([
    [0, null],
    [null, 0],
  ]);
});

test("one list alone has a row for each step", () => {
  expect(alignSteps([steps("crash", "restart")])).toEqual([[0], [1]]);
});
