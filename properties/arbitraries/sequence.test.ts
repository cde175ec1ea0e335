import { expect, test } from "vitest";
import { sequencesOf } from "../../src/fuzz/campaign-context.ts";
import { isSequence, scenarioSchema } from "../../src/scenario/scenario.ts";
import { randomCases } from "../../src/fuzz/batch.ts";
import { stepKinds } from "../../src/scenario/step.ts";
import { allowedOperations, stepsMax } from "./sequence.ts";

function take(batch: number, count: number) {
  const cases = randomCases(sequencesOf(5, batch), 5, -2 - batch);
  return Array.from({ length: count }, () => cases.next().value);
}

test("every sequence fits the schema, parses to itself with its fields in the same order, and ends with a run", () => {
  for (let batch = 0; batch < 8; batch += 1) {
    for (const value of take(batch, 100)) {
      expect(JSON.stringify(scenarioSchema.parse(value))).toBe(JSON.stringify(value));
      expect(value.steps.length).toBeLessThanOrEqual(stepsMax);
      expect(value.steps.at(-1)?.kind).toBe("reconcile");
    }
  }
});

test("most are sequences, some have the maximum length, and some are short", () => {
  const some = take(0, 500);
  expect(some.filter(isSequence).length).toBeGreaterThan(400);
  const lengths = some.map(({ steps }) => steps.length);
  expect(Math.max(...lengths)).toBe(stepsMax);
  expect(Math.min(...lengths)).toBeLessThan(5);
});

const kindsOf = (batch: number) =>
  new Set(take(batch, 200).flatMap(({ steps }) => steps.map(({ kind }) => kind)));

const kinds = new Set<string>(stepKinds);

test("the first batch has every kind of step, and some other batches have fewer", () => {
  expect(kindsOf(0)).toEqual(kinds);
  const others = [1, 2, 3, 5, 6, 7].map((batch) => kindsOf(batch).size);
  expect(Math.min(...others)).toBeLessThan(stepKinds.length);
});

test("two batches that share a draw allow each operation together, and some draws allow all twice", () => {
  const draws = randomCases(allowedOperations(), 5, 0);
  const pairs = Array.from({ length: 50 }, () => draws.next().value);
  const all = pairs.filter(([one, other]) => one === other);
  expect(all.length).toBeGreaterThan(5);
  expect(all.length).toBeLessThan(30);
  for (const [one, other] of pairs) {
    expect(new Set([...one, ...other]).size).toBe(all[0]?.[0].length);
    expect([...one, ...other].filter((name) => name === "run")).toHaveLength(2);
  }
  expect(new Set([...kindsOf(1), ...kindsOf(2)])).toEqual(kinds);
  expect(new Set([...kindsOf(3), ...kindsOf(5)])).toEqual(kinds);
});
