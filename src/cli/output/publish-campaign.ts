/** What a campaign's report becomes: text, files, counterexamples, annotations, an exit code. */
import { allProperties } from "../../../properties/all.ts";
import { appendFileSync } from "node:fs";
import writeFileAtomic from "write-file-atomic";
import { printable } from "../../domain/printable-text.ts";
import type { CampaignReport } from "../../fuzz/campaign-report.ts";
import { counterexampleOf, provenanceOf } from "../../fuzz/counterexample.ts";
import type { Counterexample } from "../../fuzz/counterexample.ts";
import { regressionsFolder, saveCounterexample } from "../../fuzz/counterexample-files.ts";
import { viewFailure } from "../../fuzz/failure-view.ts";
import type { Target } from "../../simulation/target.ts";
import { renderCampaignJson } from "../../report/campaign-json.ts";
import { renderCampaignJunit } from "../../report/campaign-junit.ts";
import { renderCampaignText } from "../../report/campaign-text.ts";
import { renderCounterexample } from "../../report/counterexample-report.ts";
import { renderAnnotations, renderJobSummary } from "../../report/github.ts";
import type { ReportFile } from "../options/fuzz-settings.ts";
import { exitCodes } from "./terminal.ts";
import type { Environment, Terminal } from "./terminal.ts";

export const verdictExitCodes = {
  pass: exitCodes.pass,
  fail: exitCodes.fail,
  inconclusive: exitCodes.inconclusive,
} as const;

/** What a counterexample is run against once more, to show what actual; null where it is not at hand. */
export type ReplayTarget = { readonly target: Target | null; readonly command: string | null };

/** The files come first, so that nothing that goes wrong later loses them. */
export async function publish(
  report: CampaignReport,
  shown: ReplayTarget,
  reports: readonly ReportFile[],
  lines: readonly string[],
  env: Environment,
  terminal: Terminal,
): Promise<void> {
  writeReports(reports, report, lines);
  terminal.out(renderCampaignText(report));
  const counterexamples = await saveAndShow(report, shown, terminal);
  tellGithub(report, counterexamples, env, terminal);
}

function writeReports(
  reports: readonly ReportFile[],
  report: CampaignReport,
  lines: readonly string[],
): void {
  for (const { kind, path } of reports) {
    const renderers = {
      json: () => renderCampaignJson(report),
      junit: () => renderCampaignJunit(report),
      ndjson: () => lines.map((line) => `${line}\n`).join(""),
    };
    writeFileAtomic.sync(path, renderers[kind]());
  }
}

/** The command to paste: as this one was started, from the package or from a checkout. */
export function replayCommandOf(path: string, targetCommand: string | null): string {
  const started = import.meta.url.endsWith(".ts") ? "npx tsx src/cli.ts" : "npx reconcile-harness";
  const target = targetCommand === null ? "" : ` --target ${quoted(targetCommand)}`;
  return `${started} replay ${quoted(path)}${target}`;
}

/** As one word for a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * Shows each counterexample, those that move money first, and saves it. A shard saves nothing: its finds
 * would be the regressions of the next shard. They are in its report, and `merge` saves them.
 */
async function saveAndShow(
  { campaign, result, shard, timing }: CampaignReport,
  { target, command }: ReplayTarget,
  terminal: Terminal,
): Promise<Counterexample[]> {
  const costsMoney = new Set(
    campaign.properties.filter(({ severity }) => severity === "money").map(({ name }) => name),
  );
  const failures = Object.values(result.failures).toSorted(
    (left, right) =>
      Number(costsMoney.has(right.property)) - Number(costsMoney.has(left.property)) ||
      left.batch - right.batch,
  );
  const provenance = provenanceOf({ campaign, timing });
  const saved: Counterexample[] = [];
  for (const failure of failures) {
    const statement =
      campaign.properties.find(({ name }) => name === failure.property)?.statement ?? "";
    const counterexample = counterexampleOf(failure, statement, provenance);
    const path =
      shard === null ? save(counterexample, terminal) : "FILE, once `merge` has saved it";
    const property = allProperties.find(({ name }) => name === failure.property);
    const shown = target === null ? null : await viewFailure(failure.scenario, target, property);
    const replayed = replayCommandOf(path, command);
    terminal.out(`\n${renderCounterexample(counterexample, shown, replayed)}`);
    saved.push(counterexample);
  }
  return saved;
}

/** Where it cannot be saved, the failure is still told and still fails the campaign. */
function save(counterexample: Counterexample, terminal: Terminal): string {
  try {
    return saveCounterexample(counterexample, regressionsFolder);
  } catch (error) {
    terminal.warn(
      `cannot save ${counterexample.id} in ${printable(regressionsFolder)}: ${String(error)}`,
    );
    return counterexample.id;
  }
}

function tellGithub(
  report: CampaignReport,
  counterexamples: readonly Counterexample[],
  env: Environment,
  terminal: Terminal,
): void {
  if (env["GITHUB_ACTIONS"] !== "true") return;
  terminal.out(renderAnnotations(report, counterexamples));
  const summary = env["GITHUB_STEP_SUMMARY"];
  if (summary !== undefined) appendFileSync(summary, renderJobSummary(report, counterexamples));
}
