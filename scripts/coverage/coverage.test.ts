import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { percent } from "../../src/domain/percent.ts";
import { requiredShares } from "../../src/fuzz/coverage.ts";
import { requiredEntries } from "../../src/fuzz/transition-coverage.ts";
import { packageRoot } from "../../src/package-root.ts";
import { notSimulated } from "../../src/simulation/not-simulated.ts";
import { renderCoverageMarkdown } from "./coverage-markdown.ts";
import { measureCoverage, reachableLabels, sequenceLabels } from "./measure-coverage.ts";

const page = readFileSync(join(packageRoot, "docs", "coverage.md"), "utf8");

/** The cells of each row, by the first cell. */
const rows = new Map(
  page
    .split("\n")
    .filter((line) => /^\| [^-]/.test(line))
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .map(([, label = "", ...cells]) => [label, cells.slice(0, -1)] as const),
);

test("the page has every label with its minimum, which is reached and judged", () => {
  const minimums = [
    ...reachableLabels.map((label) => [label, requiredShares[label] ?? 0] as const),
    ...sequenceLabels.map((label) => [label, requiredEntries.get(label) ?? 0] as const),
  ];
  for (const [label, minimum] of minimums) {
    const [simulated, generated, least, judged] = rows.get(label) ?? [];
    const isReached = generated !== percent(0) && Number(judged) > 0;
    const found = { label, simulated, least, isReached };
    expect(found).toEqual({ label, simulated: "yes", least: percent(minimum), isReached: true });
  }
  for (const part of notSimulated) expect(rows.get(part)).toEqual(["no", "no", "no"]);
  // Two headings of tables, and that of what is not simulated.
  expect(rows.size).toBe(minimums.length + notSimulated.length + 2);
});

test("a label counts its cases, and the properties that judged them", async () => {
  const sizes = { random: 300, sequences: 60 };
  const measured = await measureCoverage(3, sizes);
  const row = (label: string) =>
    [...measured.random, ...measured.sequences].find((found) => found.label === label);
  expect(row("reconcile")).toMatchObject({ share: 1, minimum: 0.05 });
  expect(row("port accepted")?.share).toBeGreaterThan(0.05);
  expect(row("port accepted")?.judgedBy).toBeGreaterThan(10);
  expect(await measureCoverage(3, sizes)).toEqual(measured);
  const text = await renderCoverageMarkdown(3, sizes, measured);
  expect(text).toContain("measured with seed 3, 300 random cases");
  expect(text).toMatch(/\| reconcile +\| yes +\| +100 % \| +5 % \|/);
});
