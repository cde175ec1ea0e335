import * as fc from "fast-check";
import { expect, test } from "vitest";
import { scenarioSchema } from "../../src/scenario/scenario.ts";
import { randomCases } from "../../src/fuzz/batch.ts";
import { scenario } from "./scenario.ts";

const take = (seed: number, batch: number, count: number) => {
  const cases = randomCases(scenario(), seed, batch);
  return Array.from({ length: count }, () => cases.next().value);
};

const text = (seed: number, batch: number) => JSON.stringify(take(seed, batch, 20));

test("the same seed and batch give the same scenarios, other seeds and batches give others", () => {
  expect(text(1, 0)).toBe(text(1, 0));
  expect(new Set([text(1, 0), text(1, 1), text(2, 0)]).size).toBe(3);
});

test("every scenario fits the schema and parses to itself, its fields in the same order", () => {
  for (const value of take(3, 0, 2_000))
    expect(JSON.stringify(scenarioSchema.parse(value))).toBe(JSON.stringify(value));
});

test("every scenario that fast-check shrinks to fits the schema too", () => {
  let shrunk = 0;
  fc.check(
    fc.property(scenario(), (value) => {
      expect(scenarioSchema.safeParse(value).error).toBeUndefined();
      shrunk += 1;
      return value.exchange.orders.length === 0;
    }),
    { seed: 5, numRuns: 200, endOnFailure: false },
  );
  expect(shrunk).toBeGreaterThan(10);
});
