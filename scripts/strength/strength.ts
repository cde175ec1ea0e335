/** `npm run strength`: measures how well the properties detect each planted bug. */
import { setImmediate } from "node:timers/promises";
import { allProperties } from "../../properties/all.ts";
import { plantedBugs } from "../../properties/planted-bugs/all.ts";
import { printableShort } from "../../src/domain/printable-text.ts";
import { defaultMinimum, measureDetection } from "./measure-detection.ts";
import type { CaseLimits, Detection } from "./measure-detection.ts";
import type { PlantedBug } from "../../properties/planted-bugs/planted-bug.ts";
import { bugStrength, strengthFigures } from "./strength-figures.ts";
import type { BugStrength, StrengthReport } from "./strength-figures.ts";
import { judgeStrength } from "./strength-verdict.ts";
import { BadInputError } from "../../src/input/bad-input-error.ts";
import { readPackageVersion } from "../../src/package-root.ts";
import { renderPage } from "../../src/report/page/html.ts";
import { strengthPage } from "../../src/report/page/strength-data.ts";
import { buildPageAssets } from "../page-assets.ts";
import { renderStrengthMarkdown } from "./strength-markdown.ts";
import { renderBugLine, renderStrengthEnd, renderStrengthHeading } from "./strength-text.ts";
import { readInteger, seedMax } from "../../src/cli/options/fuzz-settings.ts";
import { readReportFiles, writeReport } from "../../src/cli/options/report-files.ts";
import { exitCodes, type ExitCode, type Terminal } from "../../src/cli/output/terminal.ts";

export type StrengthOptions = {
  readonly seeds?: string;
  readonly seed?: string;
  readonly bug?: readonly string[];
  readonly report?: readonly string[];
};

const reportKinds = ["html", "json", "markdown"] as const;
const defaultSeeds = 10;
const seedsMax = 1_000;

/** Throws `BadInputError`. */
export async function strength(options: StrengthOptions, terminal: Terminal): Promise<ExitCode> {
  const reports = readReportFiles(options.report ?? [], reportKinds);
  const count = readInteger("--seeds", options.seeds, 1, seedsMax) ?? defaultSeeds;
  const first = readInteger("--seed", options.seed, 0, seedMax - seedsMax) ?? 1;
  const seeds = Array.from({ length: count }, (_, index) => first + index);
  const report = await measureStrength(seeds, selectBugs(options.bug ?? []), terminal);
  terminal.out(renderStrengthEnd(report));
  for (const { kind, path } of reports) {
    const warning = writeReport(path, await renderReport(kind, report));
    if (warning !== null) terminal.warn(warning);
  }
  return report.verdict === "pass" ? exitCodes.pass : exitCodes.fail;
}

async function renderReport(
  kind: (typeof reportKinds)[number],
  report: StrengthReport,
): Promise<string> {
  if (kind === "json") return `${JSON.stringify(report, null, 2)}\n`;
  if (kind === "markdown") return renderStrengthMarkdown(report);
  return renderPage(strengthPage(report), await buildPageAssets());
}

/** Prints the line of each bug when it has been measured. */
export async function measureStrength(
  seeds: readonly number[],
  bugs: readonly PlantedBug[],
  terminal: Pick<Terminal, "out">,
  limits: CaseLimits = defaultMinimum,
): Promise<StrengthReport> {
  const names = allProperties.map(({ name }) => name);
  const measured: BugStrength[] = [];
  terminal.out(renderStrengthHeading(seeds, bugs.length));
  for (const bug of bugs) {
    const detections: Detection[] = [];
    for (const seed of seeds) {
      detections.push(await measureDetection(bug, seed, allProperties, limits));
    }
    const result = bugStrength(bug, detections, names);
    measured.push(result);
    terminal.out(renderBugLine(result));
    // A signal is handled between two bugs.
    await setImmediate();
  }
  const isComplete = bugs.length === plantedBugs.length;
  const figures = strengthFigures(readPackageVersion(), seeds, limits, isComplete, measured, names);
  return { ...figures, ...judgeStrength(figures) };
}

/** In the order of the expected properties, so that the bugs of one are listed together. */
function selectBugs(names: readonly string[]): readonly PlantedBug[] {
  const unknown = names.find((name) => plantedBugs.every((bug) => bug.name !== name));
  if (unknown !== undefined) {
    const known = plantedBugs.map(({ name }) => name).join("\n  ");
    throw new BadInputError(
      `--bug: there is no planted bug '${printableShort(unknown)}'; there are\n  ${known}`,
    );
  }
  const wanted = plantedBugs.filter(({ name }) => names.length === 0 || names.includes(name));
  const indices = new Map(allProperties.map(({ name }, index) => [name, index]));
  const indexOf = ({ expectedFailure }: PlantedBug) =>
    indices.get(expectedFailure.split("/")[0] ?? "") ?? 0;
  return wanted.toSorted((left, right) => indexOf(left) - indexOf(right));
}
