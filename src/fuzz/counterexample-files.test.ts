import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readScenarios } from "../scenario/scenario-files.ts";
import { temporaryFolder } from "../test-fixtures/run-cli.ts";
import { counterexampleOf } from "./counterexample.ts";
import {
  findCounterexample,
  findSaved,
  listCounterexamples,
  readCounterexample,
  writeCounterexample,
} from "./counterexample-files.ts";

const [scenario] = readScenarios("order");
const counterexample = counterexampleOf(
  {
    property: "p",
    check: "c",
    variant: "",
    violation: { run: 1, expected: "e", actual: "a" },
    batch: 0,
    case: "random:0",
    shrinkPath: "",
    shrinks: 0,
    scenario,
    irrelevantFields: [],
  },
  "S.",
  {
    target: "t",
    seed: 1,
    foundAt: new Date(0).toISOString(),
    versions: { harness: "0", node: "v20", fastCheck: "4" },
  },
);

test("a saved counterexample is listed, found by its id, and reads back", () => {
  const folder = join(temporaryFolder(), "reports", "counterexamples");
  const path = writeCounterexample(counterexample, folder);
  expect(findSaved(counterexample, folder)).toBe(path);
  expect(readdirSync(folder)).toEqual([`p--c--${counterexample.id}.json`]);
  expect(listCounterexamples([join(folder, "missing"), folder])).toEqual([path]);
  expect(findCounterexample(counterexample.id, ["missing", folder])).toBe(path);
  expect(readCounterexample(path)).toEqual(counterexample);
});

test("a file that two folders have counts once, as that of the first", () => {
  const [regressions, reports] = [temporaryFolder(), temporaryFolder()];
  for (const folder of [regressions, reports]) writeCounterexample(counterexample, folder);
  writeFileSync(join(reports, "a.json"), "{}");
  mkdirSync(join(reports, "b"));
  expect(listCounterexamples([regressions, reports])).toEqual([
    join(regressions, `p--c--${counterexample.id}.json`),
    join(reports, "a.json"),
  ]);
});
