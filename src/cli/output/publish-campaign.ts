/** Publishes the report of a campaign: counterexamples, report files, text, annotations. */
import { appendFileSync, existsSync, statSync } from "node:fs";
import { allProperties } from "../../../properties/all.ts";
import { canonicalJson } from "../../audit/canonical-json.ts";
import { counted } from "../../domain/counted.ts";
import { printable } from "../../domain/printable-text.ts";
import type { CampaignReport } from "../../fuzz/campaign-report.ts";
import { counterexamplesFolder, regressionsFolder } from "../../fuzz/counterexample-files.ts";
import { describeOthers, groupByCheck } from "../../fuzz/fingerprint.ts";
import { viewFailure } from "../../fuzz/failure-view.ts";
import { describeSystemError } from "../../input/whole-file.ts";
import { renderCampaignJunit } from "../../report/campaign-junit.ts";
import {
  fingerprintOfSaved,
  renderSummary,
  renderTables,
  renderTotals,
  type SavedFailure,
} from "../../report/campaign-text.ts";
import { renderCounterexample } from "../../report/counterexample-report.ts";
import { renderAnnotations, renderJobSummary } from "../../report/github.ts";
import type { Target } from "../../simulation/target.ts";
import { writeReport, type ReportFile } from "../options/report-files.ts";
import { renderUnsaved, saveFailure, toCounterexample, worstFirst } from "./save-failures.ts";
import type { Terminal } from "./terminal.ts";

/** The target of a campaign, to run a counterexample once more; null where it cannot be started. */
export type ReplayTarget = { readonly target: Target | null; readonly command: string | null };

export type PublishOptions = {
  readonly reports: readonly ReportFile[];
  readonly save?: boolean;
  readonly verbose?: boolean;
  readonly lines: readonly string[];
};

export function describePlan(
  seed: number,
  { random, sequences }: Record<"random" | "sequences", number>,
): string {
  return `seed ${seed}, ${counted(random, "random case")}, ${counted(sequences, "sequence")}`;
}

/**
 * Files come first, so that nothing later loses them. One that cannot be written is a warning at the end, and the
 * verdict stands.
 */
export async function publish(
  report: CampaignReport,
  opened: ReplayTarget,
  options: PublishOptions,
  terminal: Terminal,
): Promise<void> {
  const warnings: string[] = [];
  const warn = (warning: string) => void warnings.push(warning);
  const folder = options.save === true ? regressionsFolder : counterexamplesFolder;
  const { command } = opened;
  const found = worstFirst(report).map((failure) => toCounterexample(failure, report));
  // A shard saves nothing, because the next shard would replay it; `merge` saves the failures of all shards.
  const files =
    report.shard === null ? found.map((one) => saveFailure(one, { folder, command }, warn)) : null;
  const written = writeReports(report, options, warn);
  const kind = written.some((file) => file.kind === "json") ? "report" : "printed";
  const saved = files ?? found.map((counterexample) => ({ counterexample, place: { kind } }));
  if (options.verbose === true) terminal.out(renderTables(report));
  terminal.out(`${renderTotals(report)}\n`);
  for (const group of groupByCheck(saved, fingerprintOfSaved)) {
    for (const failure of group.shown) terminal.out(await renderFailure(failure, opened, terminal));
    const unsaved = group.others.map(renderUnsaved);
    terminal.out([...describeOthers(group), ...unsaved, ""].join("\n"));
  }
  writeForGithub(report, saved, terminal, warn);
  const paths = written.map(({ path }) => path);
  terminal.out(renderSummary(report, saved, paths, terminal.style));
  for (const warning of warnings) terminal.warn(warning);
}

/** Returns the reports that were written. */
function writeReports(
  report: CampaignReport,
  { reports, lines }: PublishOptions,
  warn: (warning: string) => void,
): ReportFile[] {
  const renderers = {
    // Its keys are sorted, so that equal campaigns have equal bytes.
    json: () => `${JSON.stringify(JSON.parse(canonicalJson(report)), null, 2)}\n`,
    junit: () => renderCampaignJunit(report),
    ndjson: () => lines.map((line) => `${line}\n`).join(""),
  };
  return reports.filter(({ kind, path }) => {
    const warning = writeReport(path, renderers[kind]());
    if (warning !== null) warn(warning);
    return warning === null;
  });
}

async function renderFailure(
  saved: SavedFailure,
  { target }: ReplayTarget,
  { style }: Terminal,
): Promise<string> {
  const { scenario, property: name } = saved.counterexample;
  const property = allProperties.find((known) => known.name === name);
  const view = target === null ? null : await viewFailure(scenario, target, property);
  return `${renderCounterexample(saved.counterexample, view, style)}\n${renderUnsaved(saved)}`;
}

function writeForGithub(
  report: CampaignReport,
  saved: readonly SavedFailure[],
  terminal: Terminal,
  warn: (warning: string) => void,
): void {
  if (terminal.env["GITHUB_ACTIONS"] !== "true") return;
  terminal.out(renderAnnotations(report, saved));
  const path = terminal.env["GITHUB_STEP_SUMMARY"] ?? "";
  if (path === "") return;
  try {
    // A write to a pipe would wait for its reader.
    if (existsSync(path) && !statSync(path).isFile()) throw new Error("this is no ordinary file");
    appendFileSync(path, renderJobSummary(report, saved));
  } catch (error) {
    const reason = describeSystemError(error);
    warn(`warning: the job summary ${printable(path)} was not written: ${reason}`);
  }
}
