import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { measureStrength } from "../../scripts/strength/strength.ts";
import type { StrengthReport } from "../../scripts/strength/strength-figures.ts";
import { judgeStrength } from "../../scripts/strength/strength-verdict.ts";
import { packageRoot } from "../../src/package-root.ts";
import { renderBugLine } from "../../scripts/strength/strength-text.ts";
import { plantedBugs } from "./all.ts";

const realSourcesLeast = 14;
const support = [
  "all",
  "sequence-bugs",
  "owning",
  "planted-bug",
  "planted-bug-type",
  "planted-bugs.test",
  "rebuilt-pipeline",
  "rebuilt-pipeline.test",
  "sort-by",
];

test("every planted bug stands in a file of its own, named as the bug", () => {
  const files = readdirSync(import.meta.dirname).map((name) => name.replace(/\.ts$/, ""));
  const names = plantedBugs.map(({ name }) => name);
  expect(names.toSorted()).toEqual(files.filter((name) => !support.includes(name)).toSorted());
});

test("the first line of each file says where its bug comes from, real ones by name", () => {
  for (const { name, source } of plantedBugs) {
    const [first = ""] = readFileSync(join(import.meta.dirname, `${name}.ts`), "utf8").split("\n");
    expect({ name, first }).toMatchObject({ first: expect.stringMatching(/^\/\*\* .+\. \*\/$/) });
    const named = /^\/\*\* (\S+(?: PR)?#\d+): /.exec(first)?.[1] ?? null;
    expect({ name, named }).toEqual({ name, named: source });
  }
  const sources = new Set(plantedBugs.flatMap(({ source }) => source ?? []));
  expect(sources.size).toBeGreaterThanOrEqual(realSourcesLeast);
});

test("the README's table has every planted bug", () => {
  const readme = readFileSync(join(packageRoot, "README.md"), "utf8");
  const missing = plantedBugs.filter(
    ({ name, expectedFailure }) =>
      !new RegExp(`^\\| ${name} .*\\| ${expectedFailure} `, "m").test(readme),
  );
  expect(missing.map(({ name }) => name)).toEqual([]);
});

describe("hunted with one seed", () => {
  let report: StrengthReport | null = null;
  beforeAll(async () => {
    report = await measureStrength([7], plantedBugs, { out: () => undefined });
  }, 300_000);

  test.each(plantedBugs)("$name is detected by $expectedFailure", ({ name }) => {
    expect(report?.bugs.find((bug) => bug.name === name)?.caught).toBe(1);
  });

  test("no bug is missed or stays large, and no property is idle; how long it took is not judged", () => {
    if (report === null) throw new Error("nothing was hunted");
    const bugs = report.bugs.map((bug) => ({
      ...bug,
      detections: bug.detections.map((measureDetection) => ({ ...measureDetection, elapsedMs: 0 })),
    }));
    expect(judgeStrength({ ...report, bugs })).toEqual({
      verdict: "pass",
      reasons: [],
      notes: [],
    });
  });

  test("name, check and figures stand apart in the line of every bug", () => {
    for (const bug of report?.bugs ?? []) {
      const check = bug.expectedFailure.split("/")[1] ?? "";
      expect(renderBugLine(bug)).toMatch(new RegExp(`^${bug.name} +${check} +1/1 +\\d+/`));
    }
    expect(report?.bugs).toHaveLength(plantedBugs.length);
  });

  test.each(["dry-run-makes-no-port-calls", "orders-beat-positions", "live-needs-all-five-gates"])(
    "%s, which the project exists for, catches four planted bugs at least",
    (promise) => {
      const strength = report?.properties.find(({ name }) => name === promise);
      expect(strength?.catches).toBeGreaterThanOrEqual(4);
    },
  );
});
