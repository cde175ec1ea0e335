import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import type { Scenario } from "../src/scenario/scenario.ts";
import { packageRoot } from "../src/package-root.ts";

/*
 * What a mutant of the pipeline has to pass beside the unit tests. All of it is loaded inside the tests: a
 * mutant that breaks the loading of a file takes the tests of that file with it, and would count as survived.
 */

test("every part that is mutated can be loaded", async () => {
  for (const folder of ["domain", "pipeline", "audit"]) {
    const path = join(packageRoot, "src", folder);
    const names = readdirSync(path).filter((name) => !name.endsWith(".test.ts"));
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) {
      expect(await import(pathToFileURL(join(path, name)).href)).toBeDefined();
    }
  }
});

/** The same cases each time; nothing is made small, for a mutant only has to be caught. */
async function load() {
  const { campaignContext } = await import("../src/fuzz/campaign-context.ts");
  const inputs = {
    seed: 20_261,
    runs: 1_000,
    sequences: 200,
    regressions: [],
    propertyNames: [],
    linesEvery: 0,
  };
  return campaignContext(inputs);
}

async function firstBroken(
  { target, properties }: Awaited<ReturnType<typeof load>>,
  scenarios: Iterable<Scenario>,
): Promise<string | null> {
  const { judgeCase } = await import("../src/fuzz/judge-case.ts");
  for (const scenario of scenarios) {
    const { verdicts, targetError } = await judgeCase(scenario, target, properties);
    if (targetError !== null) return targetError;
    const at = verdicts.findIndex(({ kind }) => kind === "fail");
    if (at !== -1) return properties[at]?.name ?? "";
  }
  return null;
}

test("every property holds for a fixed list of random cases", async () => {
  const context = await load();
  const { batchesOf, scenariosOf } = await import("../src/fuzz/batch.ts");
  for (const batch of batchesOf({ ...context.plan, enumeration: [] })) {
    expect(await firstBroken(context, scenariosOf(batch, context.plan))).toBeNull();
  }
});

const everyEnumerated = 12;

test("every property holds for every twelfth of the enumerated cases", async () => {
  const context = await load();
  const some = context.plan.enumeration.filter((_, place) => place % everyEnumerated === 0);
  expect(some.length).toBeGreaterThan(500);
  expect(await firstBroken(context, some)).toBeNull();
});
