/** The coverage of a campaign as a Markdown page. */
import { format } from "oxfmt";
import { allProperties } from "../../properties/all.ts";
import { percent } from "../../src/domain/percent.ts";
import { notSimulated } from "../../src/simulation/not-simulated.ts";
import { markdownTable } from "../markdown-table.ts";
import type { CoverageRow, CoverageSizes } from "./measure-coverage.ts";

export async function renderCoverageMarkdown(
  seed: number,
  sizes: CoverageSizes,
  { random, sequences }: Readonly<Record<keyof CoverageSizes, readonly CoverageRow[]>>,
): Promise<string> {
  const page = `# Coverage

What a default campaign reaches on the reference pipeline, measured with seed ${seed}, ${sizes.random} random cases and
${sizes.sequences} sequences. Generate this page again with \`npm run coverage\`.

A campaign that misses a _minimum_ is inconclusive. A confidence bound decides, so a short campaign is not inconclusive by
chance. _Judged_ counts the properties, of ${allProperties.length}, that could fail and passed on a case with the label.

## Random cases

${tableOf("label", random)}
## Sequences

Kinds of steps, and situations. Each pair of steps, and each port fault before and after a step, has a minimum too.

${tableOf("label", sequences)}
## Not simulated

No scenario has these parts, so no case is generated with them, and no property judges them.

${markdownTable(
  ["part", "simulated", "generated", "judged"],
  notSimulated.map((part) => [part, "no", "no", "no"]),
  4,
)}`;
  return (await format("coverage.md", page)).code;
}

function tableOf(heading: string, rows: readonly CoverageRow[]): string {
  const cells = rows.map(({ label, minimum, share, judgedBy }) => [
    label,
    "yes",
    percent(share),
    percent(minimum),
    String(judgedBy),
  ]);
  return markdownTable([heading, "simulated", "generated", "minimum", "judged"], cells, 2);
}
