import { expect, test } from "vitest";
import type { TimelinePanel } from "../fuzz/timeline-schema.ts";
import { faultyIn, pairsOf } from "./pairs.ts";

const panelOf = (title: string): TimelinePanel => {
  return { title, failedRun: 1, timeline: { start: { expected: [], exchange: [] }, steps: [] } };
};
const titlesOf = (titles: readonly string[]) =>
  pairsOf(titles.map(panelOf)).map((pair) => pair[faultyIn(pair)]?.title);

test("of a scenario and its follow-up, the follow-up has the run that failed", () => {
  const titles = ["Step by step", "The follow-up, step by step"];
  expect(titlesOf(titles)).toEqual(["The follow-up, step by step"]);
  expect(titlesOf(["Step by step"])).toEqual(["Step by step"]);
});

test("of an account, the panel in the process of both has it", () => {
  const [first, second] = ["first", "second"].map((name) => [
    `The ${name} account in the process of both, step by step`,
    `The ${name} account alone in a process, step by step`,
  ]);
  if (first === undefined || second === undefined) throw new Error("two accounts are expected");
  expect(titlesOf([...first, ...second])).toEqual([first[0], second[0]]);
});
