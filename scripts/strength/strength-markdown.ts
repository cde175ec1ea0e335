/** The strength report as a Markdown page. */
import { format } from "oxfmt";
import type { BugStrength, StrengthReport } from "./strength-figures.ts";
import { checkPlaces, type Place } from "../../src/fuzz/where-checks-fail.ts";
import { markdownTable } from "../markdown-table.ts";
import { figuresOf, seedsText } from "./strength-text.ts";

export async function renderStrengthMarkdown(report: StrengthReport): Promise<string> {
  const { properties, bugs, seeds } = report;
  const propertyTable = markdownTable(
    ["property", "kills", "unique kills", "first kills"],
    properties.map(({ name, kills, uniqueKills, firstKills }) => [
      name,
      ...[kills, uniqueKills, firstKills].map(String),
    ]),
    1,
  );
  const bugTable = markdownTable(
    ["planted bug", "issue", "expected failure", "detected", "cases", "ms", "size"],
    bugs.map(bugCells),
    3,
  );
  const page = `# Strength

A planted bug is the reference pipeline with one fault, put there on purpose. The tables show how well
the properties detect all ${bugs.length} of them, measured with ${seedsText(seeds)}. Generate this page again with:

\`\`\`sh
npm run strength -- --report markdown=docs/strength.md
\`\`\`

## Properties

A property _kills_ a bug that it detects with any seed. A kill is _unique_ when no other property fails.
It is a _first_ kill when, with most seeds, no other property fails on an earlier case.

${propertyTable}
## Planted bugs

_Detected_ counts the seeds with which the expected check failed. _Cases_ and _ms_ are the median and the
95th percentile until the detection. _Size_ is the median and the largest size of the shrunk
counterexample: entities and steps, or the steps of a sequence.

${bugTable}
## Where each check can fail

A check that cannot fail on a target proves nothing about it, so reports name it. The table names what a target has to
report for it: _yes_ is nothing, and _no_ means that no planted bug fails the check there. The planted bugs that show
it are in \`properties/where-checks-fail.json\`; \`npm run where-checks-fail\` writes that file again.

${placesTable()}`;
  return (await format("strength.md", page)).code;
}

/** As Markdown that is not formatted. */
export function placesTable(): string {
  const cells = [...checkPlaces].map(([check, { singleRuns, sequences }]) =>
    singleRuns === null && sequences === null
      ? [check, "a process only", "a process only"]
      : // Such a target is judged on single runs too.
        [check, placeCell(singleRuns), placeCell(fewer(sequences, singleRuns))],
  );
  return markdownTable(["check", "target without sequences", "target with sequences"], cells, 3);
}

function fewer(left: Place | null, right: Place | null): Place | null {
  if (left === null || right === null) return left ?? right;
  return left.requires.length <= right.requires.length ? left : right;
}

function placeCell(place: Place | null): string {
  if (place === null) return "no";
  return place.requires.length === 0 ? "yes" : `with ${place.requires.join(", ")}`;
}

function bugCells(bug: BugStrength): string[] {
  const { detected, cases, elapsedMs, size } = figuresOf(bug);
  const { name, issue, expectedFailure } = bug;
  return [name, issue ?? "", expectedFailure, detected, cases ?? "", elapsedMs, size ?? ""];
}
