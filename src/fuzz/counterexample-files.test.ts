import { counterexampleWith } from "../test-fixtures/counterexamples.ts";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { expectedOrder, ownId, scenarioWith, startsAtMs } from "../test-fixtures/scenarios.ts";
import { counterexampleId } from "./counterexample.ts";
import { temporaryFolder } from "../test-fixtures/run-cli.ts";
import {
  findCounterexample,
  findSaved,
  listCounterexamples,
  readCounterexample,
  writeCounterexample,
} from "./counterexample-files.ts";

const counterexample = counterexampleWith();

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

const update = {
  kind: "order-update",
  clientOrderId: ownId(),
  status: "OPEN",
  updatedAtMs: startsAtMs,
} as const;

function idWithFill(filledQuantity: string): string {
  const order = expectedOrder({ filledQuantity });
  const scenario = scenarioWith({
    expected: { orders: [order] },
    steps: [{ kind: "place-order", order }, { ...update, filledQuantity }, { kind: "reconcile" }],
  });
  return counterexampleId({ property: "p", check: "c", scenario });
}

test("the id of a file stays the same where orders and updates have no fill", () => {
  expect(idWithFill("0")).toBe("e7ca20e8");
  expect(idWithFill("0.1")).not.toBe(idWithFill("0"));
});
