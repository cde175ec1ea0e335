import { readFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "oxfmt";
import { expect, test } from "vitest";
import { allProperties } from "../../properties/all.ts";
import { plantedBugs } from "../../properties/planted-bugs/all.ts";
import { requirements, type Requirement } from "../../properties/property.ts";
import document from "../../properties/where-checks-fail.json" with { type: "json" };
import { selectApplicable } from "../../src/fuzz/campaign-context.ts";
import { checkPlaces } from "../../src/fuzz/where-checks-fail.ts";
import { packageRoot } from "../../src/package-root.ts";
import { isSequence, scenarioSchema } from "../../src/scenario/scenario.ts";
import { shippedPipeline } from "../../src/simulation/target.ts";
import { placesTable } from "./strength-markdown.ts";
import { failedChecksOf, restrictTo } from "./where-checks-fail.ts";

function bugNamed(name: string) {
  const bug = plantedBugs.find((planted) => planted.name === name);
  if (bug === undefined) throw new Error(`there is no planted bug ${name}`);
  return bug;
}

test("the file has every check once, and only a process can fail two of them", () => {
  const declared = allProperties.flatMap(({ name, checks }) =>
    checks.map((check) => `${name}/${check}`),
  );
  expect([...checkPlaces.keys()]).toEqual(declared);
  const nowhere = declared.filter((name) => {
    const places = checkPlaces.get(name);
    return places?.singleRuns === null && places.sequences === null;
  });
  expect(nowhere).toEqual([
    "port-calls-happen-inside-a-run/call-not-served",
    "port-calls-happen-inside-a-run/call-at-shutdown",
  ]);
});

test.each(Object.entries(document))(
  "a planted bug fails %s where the file has it, and with more capabilities too",
  async (property, { counterexample }) => {
    const { check, bug: name } = counterexample;
    const bug = bugNamed(name);
    const scenario = scenarioSchema.parse(counterexample.scenario);
    const places = checkPlaces.get(`${property}/${check}`);
    // A follow-up makes a sequence of a single run.
    const needsSequences = isSequence(scenario) || places?.singleRuns === null;
    const place = needsSequences ? places?.sequences : places?.singleRuns;
    expect(place?.bug).toBe(name);
    const least: Requirement[] = [...(place?.requires ?? [])];
    if (needsSequences) least.push("sequences");
    for (const capabilities of [least, requirements]) {
      const failed = await failedChecksOf({ bug, scenario }, capabilities);
      expect(failed).toContain(`${property}/${check}`);
    }
    for (const one of least) {
      const fewer = least.filter((other) => other !== one);
      const failed = await failedChecksOf({ bug, scenario }, fewer);
      expect(failed).not.toContain(`${property}/${check}`);
    }
  },
);

test("with any capabilities, a property whose requirements are met has a check that can fail", () => {
  const sets = Array.from({ length: 2 ** requirements.length }, (_, number) =>
    requirements.filter((_one, bit) => Math.floor(number / 2 ** bit) % 2 === 1),
  );
  const idle = sets.flatMap((capabilities) => {
    const target = restrictTo(shippedPipeline, capabilities);
    const { properties, skippedChecks } = selectApplicable(allProperties, target);
    const skipped = new Set(skippedChecks.map(({ name }) => name));
    return properties
      .filter(({ name, checks }) => checks.every((check) => skipped.has(`${name}/${check}`)))
      .map(({ name }) => `${name} with ${capabilities.join(", ")}`);
  });
  expect(new Set(sets.map(String)).size).toBe(2 ** requirements.length);
  expect(idle).toEqual([]);
});

test("a target without sequences is not judged by what can fail only in them", () => {
  const target = restrictTo(shippedPipeline, ["mode"]);
  const { properties, skippedChecks } = selectApplicable(allProperties, target);
  const [names, checks] = [properties, skippedChecks].map((list) => list.map(({ name }) => name));
  expect(names).not.toContain("gates-are-read-per-run");
  expect(checks).toContain("unknown-outcomes-need-a-new-snapshot/third-attempt-after-unknown");
  expect(checks).toContain("unknown-outcome-ends-the-run/unknown-outcome-misreported");
  expect(checks).not.toContain("live-needs-all-five-gates/wrong-mode");
});

test("docs/strength.md has the table of the file", async () => {
  const page = readFileSync(join(packageRoot, "docs/strength.md"), "utf8");
  const { code } = await format("strength.md", placesTable());
  expect(page).toContain(code);
});
