/** How strong the properties are, as Markdown tables that a formatter leaves alone. */
import type { BugStrength, StrengthReport } from "./strength-figures.ts";

export function renderStrengthMarkdown({ properties, bugs }: StrengthReport): string {
  const ofProperties = table(
    ["property", "catches", "alone", "first"],
    properties.map(({ name, catches, alone, first }) => [name, catches, alone, first].map(String)),
    1,
  );
  const ofBugs = table(
    ["planted bug", "after", "caught by", "seeds", "cases", "ms", "size"],
    bugs.map(cellsOf),
    3,
  );
  return `${ofProperties}\n${ofBugs}`;
}

function cellsOf({
  name,
  source,
  expectedFailure,
  caught,
  detections,
  cases,
  elapsedMs,
  size,
}: BugStrength) {
  return [
    name,
    source ?? "",
    expectedFailure,
    `${caught}/${detections.length}`,
    cases === null ? "" : `${cases.median}/${cases.p95}`,
    `${Math.round(elapsedMs.median)}/${Math.round(elapsedMs.p95)}`,
    size === null ? "" : `${size.median}/${size.most}`,
  ];
}

/** From column `figures` on everything is aligned to the right. */
function table(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  figures: number,
): string {
  const widths = heading.map((_, at) =>
    Math.max(3, ...[heading, ...rows].map((cells) => cells[at]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) => {
    const padded = cells.map((cell, at) =>
      at < figures ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0),
    );
    return `| ${padded.join(" | ")} |\n`;
  };
  const rule = widths.map((width, at) =>
    at < figures ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
  );
  return [heading, rule, ...rows].map(line).join("");
}
