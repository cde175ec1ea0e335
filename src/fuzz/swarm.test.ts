import { expect, test } from "vitest";
import type { Focus } from "../../properties/arbitraries/focus.ts";
import { scenario } from "../../properties/arbitraries/scenario.ts";
import { faults, themes, themesOfSequences } from "../domain/theme.ts";
import { isSequence, scenarioSchema } from "../scenario/scenario.ts";
import { randomCases } from "./batch.ts";
import { sequencesOf, singleRunsOf } from "./campaign-context.ts";
import { focusOfRandom, focusOfSequences } from "./swarm.ts";
import { pairOf } from "./theme-pairs.ts";

const batches = Array.from({ length: 32 }, (_, at) => at);
type FocusOf = (seed: number, batch: number) => Focus | null;

function focused(focusOf: FocusOf, seed: number, from: number, count: number): Focus[] {
  const all = Array.from({ length: 2 * count }, (_, at) => focusOf(seed, 2 * from + at));
  return all.filter((focus) => focus !== null);
}

const pairsOf = (focuses: readonly Focus[]) =>
  new Set(
    focuses.flatMap((focus) =>
      [...focus.themes].flatMap((theme) => focus.faults.map((fault) => pairOf(theme, fault))),
    ),
  );

test("every second batch has a focus, which depends on seed and number only", () => {
  for (const focusOf of [focusOfRandom, focusOfSequences]) {
    const found = batches.map((batch) => focusOf(3, batch));
    expect(found.map((focus) => focus === null)).toEqual(batches.map((batch) => batch % 2 === 0));
    expect(batches.map((batch) => focusOf(3, batch))).toEqual(found);
    expect(batches.map((batch) => focusOf(4, batch))).not.toEqual(found);
  }
});

test.each([1, 2, 3])("with seed %i each round pairs each theme with each fault", (seed) => {
  const ofRandom = themes
    .filter((theme) => !themesOfSequences.has(theme))
    .flatMap((theme) => faults.map((fault) => pairOf(theme, fault)))
    .filter((pair) => !pair.endsWith("crash"));
  const all = themes.flatMap((theme) => faults.map((fault) => pairOf(theme, fault)));
  for (const round of [0, 1]) {
    expect(pairsOf(focused(focusOfRandom, seed, 16 * round, 16))).toEqual(new Set(ofRandom));
    expect(pairsOf(focused(focusOfSequences, seed, 4 * round, 4))).toEqual(new Set(all));
  }
  expect(focused(focusOfRandom, seed, 0, 16)).not.toEqual(focused(focusOfRandom, seed, 16, 16));
});

test("a batch with a focus has cases that fit the schema, of one or two runs or sequences", () => {
  for (const batch of batches) {
    const single = randomCases(singleRunsOf(5, batch), 5, batch);
    const sequences = randomCases(sequencesOf(5, batch), 5, -2 - batch);
    for (let count = 0; count < 20; count += 1) {
      const one = single.next().value;
      expect(isSequence(one)).toBe(false);
      for (const value of [one, sequences.next().value]) {
        expect(JSON.stringify(scenarioSchema.parse(value))).toBe(JSON.stringify(value));
      }
    }
  }
});

const take = (focus: Focus) => {
  const cases = randomCases(scenario(focus), 7, 0);
  return Array.from({ length: 200 }, () => cases.next().value);
};

test("a batch has the themes of its focus in most cases, and no other port fault", () => {
  const cases = take({ themes: new Set(["hedge mode", "filters"]), faults: ["port expire"] });
  const hedged = cases.filter(({ exchange }) => exchange.positionMode === "hedge");
  const filtered = cases.filter(({ exchange }) => exchange.filters !== undefined);
  expect(hedged.length).toBeGreaterThan(120);
  expect(filtered.length).toBeGreaterThan(60);
  const kinds = cases.flatMap(({ steps }) =>
    steps.flatMap((step) => (step.kind === "set-port-faults" ? step.faults : [])),
  );
  expect(new Set(kinds.map(({ kind }) => kind))).toEqual(new Set(["accept", "expire"]));
  expect(cases.some(({ steps }) => steps.some(({ kind }) => kind === "set-audit-fault"))).toBe(
    false,
  );
});

test("a batch that focuses on large books has them in a quarter of its cases", () => {
  const cases = take({ themes: new Set(["large book"]), faults: ["list failed"] });
  const large = cases.filter(({ exchange }) => exchange.orders.length >= 20).length;
  expect(large).toBeGreaterThan(30);
  expect(large).toBeLessThan(80);
});
