import { readdirSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { campaignContext } from "../../src/commands/campaign-context.ts";
import { blocksOf, scenariosOf } from "../../src/harness/campaign/block.ts";
import { judgeCase } from "../../src/harness/judge-case.ts";
import type { Scenario } from "../../src/domain/scenario.ts";
import { allProperties } from "../all.ts";
import { plantedBugs } from "./all.ts";

const casesMax = 6_000;
const inputs = { seed: 7, runs: casesMax, regressions: [], propertyNames: [], linesEvery: 0 };

let cases: readonly Scenario[] = [];
beforeAll(() => {
  const { plan } = campaignContext(inputs);
  cases = [...blocksOf({ ...plan, enumeration: [] })].flatMap((block) => [
    ...scenariosOf(block, plan),
  ]);
}, 60_000);

test.each(plantedBugs)("$name is caught by $caughtBy", async ({ target, caughtBy }) => {
  const [name, claim] = caughtBy.split("/");
  const properties = allProperties.filter((property) => property.name === name);
  expect(properties).toHaveLength(1);
  for (const scenario of cases) {
    const { verdicts } = await judgeCase(scenario, target, properties);
    const [verdict] = verdicts;
    if (verdict?.verdict === "fails" && verdict.claim === claim) return;
  }
  expect.fail(`not caught in ${casesMax} random cases`);
});

test("every planted bug stands in a file of its own, named as the bug", () => {
  const files = readdirSync(import.meta.dirname).map((name) => name.replace(/\.ts$/, ""));
  const support = ["all", "planted-bug", "planted-bugs.test"];
  const names = plantedBugs.map(({ name }) => name);
  expect(names.toSorted()).toEqual(files.filter((name) => !support.includes(name)).toSorted());
});

test("every property catches a planted bug, and each of the three promises four or more", async () => {
  const caught = new Map(allProperties.map(({ name }) => [name, new Set<string>()]));
  for (const { name, target } of plantedBugs) {
    for (const scenario of cases.slice(0, 1_000)) {
      const { verdicts } = await judgeCase(scenario, target, allProperties);
      for (const [place, { verdict }] of verdicts.entries()) {
        if (verdict === "fails") caught.get(allProperties[place]?.name ?? "")?.add(name);
      }
    }
  }
  const few = (least: number) =>
    [...caught].filter(([, { size }]) => size < least).map(([name]) => name);
  expect(few(1)).toEqual([]);
  expect(few(4).filter((name) => promises.includes(name))).toEqual([]);
}, 120_000);

const promises = [
  "dry-run-makes-no-port-calls",
  "orders-beat-positions",
  "live-needs-all-five-gates",
];
