import { expect, test } from "vitest";
import { historiesOf } from "../../src/fuzz/campaign-context.ts";
import { isHistory, scenarioSchema } from "../../src/scenario/scenario.ts";
import { randomCases } from "../../src/fuzz/random-case.ts";
import { stepKinds } from "../../src/scenario/step.ts";
import { stepsMax } from "./sequence.ts";

function take(block: number, count: number) {
  const cases = randomCases(historiesOf(5, block), 5, -2 - block);
  return Array.from({ length: count }, () => cases.next().value);
}

test("every history fits the schema, stays as it is when it is parsed, and ends with a run", () => {
  for (let block = 0; block < 8; block += 1) {
    for (const value of take(block, 100)) {
      expect(scenarioSchema.parse(value)).toEqual(value);
      expect(value.steps.length).toBeLessThanOrEqual(stepsMax);
      expect(value.steps.at(-1)?.kind).toBe("reconcile");
    }
  }
});

test("most are histories, some are as long as may be, and some are short", () => {
  const some = take(0, 500);
  expect(some.filter(isHistory).length).toBeGreaterThan(400);
  const lengths = some.map(({ steps }) => steps.length);
  expect(Math.max(...lengths)).toBe(stepsMax);
  expect(Math.min(...lengths)).toBeLessThan(5);
});

const kindsOf = (block: number) =>
  new Set(take(block, 200).flatMap(({ steps }) => steps.map(({ kind }) => kind)));

test("the first block has every kind of step, and others do without some", () => {
  expect([...kindsOf(0)].toSorted()).toEqual([...stepKinds].toSorted());
  const others = [1, 2, 3].map((block) => kindsOf(block).size);
  expect(Math.min(...others)).toBeLessThan(stepKinds.length);
});
