/** A Markdown table, not formatted. Columns from index `firstFigure` on are aligned to the right. */
export function markdownTable(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  firstFigure: number,
): string {
  const rule = heading.map((_, column) => (column < firstFigure ? "---" : "--:"));
  return [heading, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}
