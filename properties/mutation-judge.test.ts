import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { packageRoot } from "../src/package-root.ts";

/*
 * These tests run against mutants of what judges. They load it inside the tests: a mutant that breaks an import
 * would remove the tests of the file and count as survived.
 */

test.each(["src/simulation", "src/exchange", "properties/oracle"])(
  "every file of %s can be loaded",
  async (folder) => {
    const names = readdirSync(join(packageRoot, folder)).filter((name) =>
      /(?<!\.test)\.ts$/.test(name),
    );
    expect(names.length).toBeGreaterThan(3);
    for (const name of names) {
      const path = join(packageRoot, folder, name);
      expect(await import(pathToFileURL(path).href)).toBeDefined();
    }
  },
);

/** The first failure of the shipped pipeline, with its scenario, or null. */
async function firstFailure() {
  const { generators } = await import("../src/fuzz/campaign-context.ts");
  const { batchesOf, scenariosOf } = await import("../src/fuzz/batch.ts");
  const { judgeCase } = await import("../src/fuzz/judge-case.ts");
  const { readScenarios } = await import("../src/scenario/scenario-files.ts");
  const { shippedPipeline } = await import("../src/simulation/target.ts");
  const { allProperties } = await import("./all.ts");
  const properties = allProperties.filter(({ kind }) => kind === "run");
  const regressions = readScenarios("all");
  const random = { seed: 20_261, runs: 750, sequences: 250, ...generators };
  const plan = { ...random, regressions, enumeration: [] };
  for (const batch of batchesOf(plan)) {
    for (const scenario of scenariosOf(batch, plan)) {
      const { verdicts, targetError } = await judgeCase(scenario, shippedPipeline, properties);
      const failed = verdicts.find(({ kind }) => kind === "fail") ?? targetError;
      if (failed !== null) return { scenario, failed };
    }
  }
  return null;
}

// The oracle was written apart from the pipeline: where one of them is wrong, they differ.
test("the shipped pipeline passes every property of one run on single runs and sequences", async () => {
  expect(await firstFailure()).toBeNull();
});
