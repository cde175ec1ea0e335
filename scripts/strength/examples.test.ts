import { expect, test } from "vitest";
import { allProperties } from "../../properties/all.ts";
import { plantedBugs } from "../../properties/planted-bugs/all.ts";
import { requirements } from "../../properties/property.ts";
import { readExamples } from "../../src/fuzz/examples.ts";
import { inWholeMinutes } from "../../src/target/wire/whole-minutes.ts";
import { exampleSizeMax, failedChecksOf } from "./where-checks-fail.ts";

const examples = readExamples();

test("each planted bug has one example, but those that need a large scenario", () => {
  const small = plantedBugs.filter(({ minimalSize }) => minimalSize <= exampleSizeMax);
  expect(examples.map(({ bug, fails }) => [bug, fails])).toEqual(
    small.map(({ name, expectedFailure }) => [name, expectedFailure]),
  );
});

test("every property has an example", () => {
  const judged = new Set(examples.map(({ property }) => property));
  expect(allProperties.filter(({ name }) => !judged.has(name))).toEqual([]);
});

test.each(examples.map((example) => [example.bug, example] as const))(
  "%s fails its example, with the capabilities in the file and with all",
  async (name, { fails, requires, needsMs = false, scenario }) => {
    const bug = plantedBugs.find((planted) => planted.name === name);
    if (bug === undefined) throw new Error(`there is no planted bug ${name}`);
    for (const capabilities of [requires, requirements]) {
      expect(await failedChecksOf({ bug, scenario }, capabilities)).toContain(fails);
    }
    const inMinutes = await failedChecksOf({ bug, scenario: inWholeMinutes(scenario) }, requires);
    expect(!inMinutes.has(fails)).toBe(needsMs);
  },
);
