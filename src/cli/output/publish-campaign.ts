/** Publishes the report of a campaign: report files, counterexamples, text, annotations. */
import { appendFileSync } from "node:fs";
import { allProperties } from "../../../properties/all.ts";
import { canonicalJson } from "../../audit/canonical-json.ts";
import { counted } from "../../domain/counted.ts";
import { printable } from "../../domain/printable-text.ts";
import type { Failure } from "../../fuzz/batch-result.ts";
import type { CampaignReport } from "../../fuzz/campaign-report.ts";
import { counterexampleOf, provenanceOf, type Counterexample } from "../../fuzz/counterexample.ts";
import {
  counterexamplesFolder,
  regressionsFolder,
  saveCounterexample,
} from "../../fuzz/counterexample-files.ts";
import { viewFailure } from "../../fuzz/failure-view.ts";
import { renderCampaignJunit } from "../../report/campaign-junit.ts";
import { renderSummary, renderTables, renderTotals } from "../../report/campaign-text.ts";
import type { SavedFailure } from "../../report/campaign-text.ts";
import { renderCounterexample } from "../../report/counterexample-report.ts";
import { renderAnnotations, renderJobSummary } from "../../report/github.ts";
import type { Target } from "../../simulation/target.ts";
import { writeReport, type ReportFile } from "../options/report-files.ts";
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

/** The files come first, so that no later error loses them; the summary comes last. */
export async function publish(
  report: CampaignReport,
  opened: ReplayTarget,
  options: PublishOptions,
  terminal: Terminal,
): Promise<void> {
  writeReports(report, options);
  if (options.verbose === true) terminal.out(renderTables(report));
  terminal.out(`${renderTotals(report)}\n`);
  const folder = options.save === true ? regressionsFolder : counterexamplesFolder;
  const saved: SavedFailure[] = [];
  for (const failure of worstFirst(report)) {
    saved.push(await showAndSave(failure, report, opened, folder, terminal));
  }
  const counterexamples = saved.map(({ counterexample }) => counterexample);
  writeForGithub(report, counterexamples, terminal);
  const paths = options.reports.map(({ path }) => path);
  terminal.out(renderSummary(report, saved, paths, terminal.style));
}

function writeReports(report: CampaignReport, { reports, lines }: PublishOptions): void {
  const renderers = {
    // Its keys are sorted, so that equal campaigns have equal bytes.
    json: () => `${JSON.stringify(JSON.parse(canonicalJson(report)), null, 2)}\n`,
    junit: () => renderCampaignJunit(report),
    ndjson: () => lines.map((line) => `${line}\n`).join(""),
  };
  for (const { kind, path } of reports) writeReport(path, renderers[kind]());
}

/** Failures of severity `money` first. */
function worstFirst({ campaign, result }: CampaignReport): Failure[] {
  const costsMoney = (failure: Failure) =>
    Number(propertyIn(campaign, failure)?.severity === "money");
  return Object.values(result.failures).toSorted(
    (left, right) => costsMoney(right) - costsMoney(left) || left.batch - right.batch,
  );
}

function propertyIn({ properties }: CampaignReport["campaign"], { property }: Failure) {
  return properties.find(({ name }) => name === property);
}

/** A shard saves nothing, because the next shard would replay it; `merge` saves the failures of all shards. */
async function showAndSave(
  failure: Failure,
  report: CampaignReport,
  { target, command }: ReplayTarget,
  folder: string,
  terminal: Terminal,
): Promise<SavedFailure> {
  const statement = propertyIn(report.campaign, failure)?.statement ?? "";
  const counterexample = counterexampleOf(failure, statement, provenanceOf(report));
  const path = report.shard === null ? save(counterexample, folder, terminal) : null;
  const property = allProperties.find(({ name }) => name === failure.property);
  const view = target === null ? null : await viewFailure(failure.scenario, target, property);
  terminal.out(`${renderCounterexample(counterexample, view, terminal.style)}\n`);
  return { counterexample, path, command: replayCommandOf(path ?? counterexample.id, command) };
}

/** A failure that cannot be saved is still shown, and still fails the campaign. */
function save(counterexample: Counterexample, folder: string, terminal: Terminal): string | null {
  try {
    return saveCounterexample(counterexample, folder);
  } catch (error) {
    terminal.warn(`cannot save ${counterexample.id} in ${printable(folder)}: ${String(error)}`);
    return null;
  }
}

/** The command to paste, with the program that this process was started with: the package or a checkout. */
function replayCommandOf(name: string, targetCommand: string | null): string {
  const program = import.meta.url.endsWith(".ts") ? "npx tsx src/cli.ts" : "npx reconcile-harness";
  const target = targetCommand === null ? "" : ` --target ${quoted(targetCommand)}`;
  return `${program} replay ${quoted(name)}${target}`;
}

/** As one word for a POSIX shell. */
function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function writeForGithub(
  report: CampaignReport,
  counterexamples: readonly Counterexample[],
  terminal: Terminal,
): void {
  if (terminal.env["GITHUB_ACTIONS"] !== "true") return;
  terminal.out(renderAnnotations(report, counterexamples));
  const summary = terminal.env["GITHUB_STEP_SUMMARY"];
  if (summary !== undefined) appendFileSync(summary, renderJobSummary(report, counterexamples));
}
