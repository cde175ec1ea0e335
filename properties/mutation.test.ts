import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import type { Scenario } from "../src/scenario/scenario.ts";
import { packageRoot } from "../src/package-root.ts";

/*
 * These tests run against mutants of the pipeline, together with the unit tests. They load it inside
 * the tests: a mutant that breaks an import would remove the tests of the file and count as survived.
 */

test("every mutated file can be loaded", async () => {
  for (const folder of ["domain", "pipeline", "audit"]) {
    const path = join(packageRoot, "src", folder);
    const names = readdirSync(path).filter((name) => !name.endsWith(".test.ts"));
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) {
      expect(await import(pathToFileURL(join(path, name)).href)).toBeDefined();
    }
  }
});

/** The same cases in every call, without shrinking: detection is enough. */
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

async function firstFailure(
  { target, properties }: Awaited<ReturnType<typeof load>>,
  scenarios: Iterable<Scenario>,
): Promise<string | null> {
  const { judgeCase } = await import("../src/fuzz/judge-case.ts");
  for (const scenario of scenarios) {
    const { verdicts, targetError } = await judgeCase(scenario, target, properties);
    if (targetError !== null) return targetError.message;
    const at = verdicts.findIndex(({ kind }) => kind === "fail");
    if (at !== -1) return properties[at]?.name ?? "";
  }
  return null;
}

test("every property passes on a fixed list of random cases", async () => {
  const context = await load();
  const { batchesOf, scenariosOf } = await import("../src/fuzz/batch.ts");
  for (const batch of batchesOf({ ...context.plan, enumeration: [] })) {
    expect(await firstFailure(context, scenariosOf(batch, context.plan))).toBeNull();
  }
});

const enumeratedStep = 8;

test("every property passes on every eighth enumerated case", async () => {
  const context = await load();
  const some = context.plan.enumeration.filter((_, index) => index % enumeratedStep === 0);
  expect(some.length).toBeGreaterThan(500);
  expect(await firstFailure(context, some)).toBeNull();
});
