/** The strength report as a Markdown page. */
import { format } from "prettier";
import type { BugStrength, StrengthReport } from "./strength-figures.ts";
import { figuresOf, seedsText } from "./strength-text.ts";

export function renderStrengthMarkdown(report: StrengthReport): Promise<string> {
  const { properties, bugs, seeds } = report;
  const propertyTable = table(
    ["property", "kills", "unique kills", "first kills"],
    properties.map(({ name, kills, uniqueKills, firstKills }) => [
      name,
      ...[kills, uniqueKills, firstKills].map(String),
    ]),
    1,
  );
  const bugTable = table(
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

${bugTable}`;
  return format(page, { parser: "markdown" });
}

function bugCells(bug: BugStrength): string[] {
  const { detected, cases, elapsedMs, size } = figuresOf(bug);
  const { name, issue, expectedFailure } = bug;
  return [name, issue ?? "", expectedFailure, detected, cases ?? "", elapsedMs, size ?? ""];
}

/** Columns from index `firstFigure` on are aligned to the right. */
function table(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  firstFigure: number,
): string {
  const rule = heading.map((_, column) => (column < firstFigure ? "---" : "--:"));
  return [heading, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}
