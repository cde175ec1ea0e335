/** The strength report as a Markdown page, formatted as prettier formats it. */
import type { BugStrength, StrengthReport } from "./strength-figures.ts";
import { figuresOf, seedsText } from "./strength-text.ts";

export function renderStrengthMarkdown({ properties, bugs, seeds }: StrengthReport): string {
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
  return `# Strength

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
  const widths = heading.map((_, column) =>
    Math.max(3, ...[heading, ...rows].map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) => {
    const padded = cells.map((cell, column) =>
      column < firstFigure ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    return `| ${padded.join(" | ")} |\n`;
  };
  const rule = widths.map((width, column) =>
    column < firstFigure ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
  );
  return [heading, rule, ...rows].map(line).join("");
}
