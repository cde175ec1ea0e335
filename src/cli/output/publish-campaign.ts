/** Publishes the report of a campaign: counterexamples, report files, text, annotations. */
import { appendFileSync, existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { canonicalJson } from "../../audit/canonical-json.ts";
import { counted } from "../../domain/counted.ts";
import { printable } from "../../domain/printable-text.ts";
import { reportedFailures, type Failure } from "../../fuzz/batch-result.ts";
import type { CampaignReport } from "../../fuzz/campaign-report.ts";
import { toCounterexample } from "../../fuzz/counterexample.ts";
import type { FailureSaver } from "../../fuzz/failure-saver.ts";
import type { Limits } from "../../fuzz/limits.ts";
import { findingsOf, type Finding } from "../../fuzz/findings.ts";
import { showFailure, withTimelines } from "../../fuzz/failure-timelines.ts";
import type { FailureTimelines } from "../../fuzz/timeline-schema.ts";
import { describeSystemError } from "../../input/whole-file.ts";
import { renderCampaignCtrf } from "../../report/campaign-ctrf.ts";
import { renderCampaignJunit } from "../../report/campaign-junit.ts";
import { renderCampaignSarif } from "../../report/campaign-sarif.ts";
import { renderTables } from "../../report/campaign-tables.ts";
import { renderCampaignQuietly } from "../../report/campaign-quiet.ts";
import {
  findingsInFull,
  renderSummary,
  renderTotals,
  type SavedFailure,
  type SavedFinding,
} from "../../report/campaign-text.ts";
import { renderCounterexample } from "../../report/counterexample-report.ts";
import { campaignPage } from "../../report/page/campaign-page.ts";
import { renderPage } from "../../report/page/html.ts";
import { renderAnnotations, renderJobSummary } from "../../report/github.ts";
import { renderMermaid } from "../../report/mermaid-timeline.ts";
import type { Target } from "../../simulation/target.ts";
import type { Evidence } from "../../report/evidence/evidence.ts";
import { renderEvidenceHtml } from "../../report/evidence/evidence-html.ts";
import {
  evidenceJson,
  evidencePage,
  writeReport,
  type ReportFile,
} from "../options/report-files.ts";
import { readPageAssets } from "./page-assets.ts";
import { program, renderUnsaved, saveFailure } from "./save-failures.ts";
import { printsText, type OutputOptions, type Terminal } from "./terminal.ts";

/** The target of a campaign, to run a counterexample once more; null where it cannot be started. */
export type ReplayTarget = {
  readonly target: Target | null;
  /** The words that name it. */
  readonly words: readonly string[];
  /** The limits of the campaign. After a signal nothing runs once more. */
  readonly limits: Limits;
};

export type PublishOptions = OutputOptions & {
  readonly reports: readonly ReportFile[];
  readonly saver: FailureSaver;
  readonly lines: readonly string[];
  readonly observations: readonly string[];
  /** Called where the evidence is among the reports. */
  readonly evidence: () => Evidence;
};

/** The first line of a campaign. A target that does not support sequences gets none, also where options ask for some. */
export function describePlan(
  seed: number,
  { random, sequences }: Record<"random" | "sequences", number>,
  supportsSequences: boolean,
): string {
  const some = supportsSequences
    ? counted(sequences, "sequence")
    : "no sequences, because the target does not support them";
  return `seed ${seed}, ${counted(random, "random case")}, ${some}`;
}

/**
 * Files come first, so that nothing later loses them. One that cannot be written is a warning at the end, and the
 * verdict stands.
 */
export async function publish(
  judged: CampaignReport,
  opened: ReplayTarget,
  options: PublishOptions,
  terminal: Terminal,
): Promise<void> {
  const warnings: string[] = [];
  const warn = (warning: string) => void warnings.push(warning);
  const report = await forFiles(judged, opened, options);
  const findings = findingsOf(report);
  // A shard saves nothing, because the next shard would replay it; `merge` saves the failures of all shards.
  const files =
    report.shard === null
      ? savedBy(findings, (failure) =>
          saveFailure(toCounterexample(failure, report), options.saver, opened.words, warn),
        )
      : null;
  const hasEvidence = options.reports.some(({ kind: word }) => word === "evidence");
  const document = hasEvidence ? options.evidence() : null;
  const written = await writeReports(report, document, options, scenarioFilesOf(files ?? []), warn);
  const isInReport = options.json === true || written.some((file) => file.kind === "json");
  const kind = isInReport ? "report" : "printed";
  const saved =
    files ??
    savedBy(findings, (failure) => {
      return { counterexample: toCounterexample(failure, report), place: { kind } };
    });
  const isText = printsText(options);
  if (isText) {
    if (options.verbose === true) terminal.out(renderTables(report));
    terminal.out(`${renderTotals(report)}\n`);
    await printFindings(saved, report, opened, terminal);
  }
  await writeForGithub(report, saved, opened, isText ? terminal : onlyWarning(terminal), warn);
  // Attached drills may have another verdict than the campaign.
  const paths = written.map(({ kind: word, path }) =>
    word === "evidence" ? `${path} (${document?.verdict.toUpperCase()})` : path,
  );
  if (isText) terminal.out(renderSummary(report, saved, paths, terminal.style));
  else if (options.json === true) terminal.out(renderJson(report));
  else printQuietly(report, saved, terminal);
  for (const warning of warnings) terminal.warn(warning);
}

/** What a file has, the text of the terminal need not run again. */
async function forFiles(
  report: CampaignReport,
  { target, limits }: ReplayTarget,
  { json = false, reports }: PublishOptions,
): Promise<CampaignReport> {
  if (!json && !reports.some(({ kind }) => kind === "json" || kind === "html")) return report;
  // A merge keeps what the shards have.
  if (target === null) return report;
  return withTimelines(report, target, () => canShow(limits));
}

/** A failure that is in no file goes to standard error, so that it is not lost. */
function printQuietly(
  report: CampaignReport,
  saved: readonly SavedFinding[],
  { out, warn }: Terminal,
): void {
  const unsaved = saved.flatMap(({ head, others }) => [head, ...others]).map(renderUnsaved);
  if (unsaved.join("") !== "") warn(unsaved.join("").trimEnd());
  out(renderCampaignQuietly(report, saved));
}

/** The annotations go to standard error, where the runner of GitHub reads them too. */
function onlyWarning(terminal: Terminal): Terminal {
  return { ...terminal, out: (text) => (text === "" ? undefined : terminal.warn(text.trimEnd())) };
}

async function printFindings(
  saved: readonly SavedFinding[],
  report: CampaignReport,
  opened: ReplayTarget,
  terminal: Terminal,
): Promise<void> {
  const shown = saved.length > findingsInFull ? 1 : findingsShownMax;
  for (const finding of saved.slice(0, shown)) {
    terminal.out(await renderFailure(finding.head, report, opened, terminal));
    terminal.out(`${finding.others.map(renderUnsaved).join("")}\n`);
  }
  const hidden = saved.slice(shown).flatMap(({ head, others }) => [head, ...others]);
  terminal.out(hidden.map(renderUnsaved).join(""));
}

/** A person reads the worst ones first, and their other checks in the summary; `replay` shows each. Of more findings than have lines, only the worst. */
const findingsShownMax = 3;

function savedBy(
  findings: readonly Finding[],
  save: (failure: Failure) => SavedFailure,
): readonly SavedFinding[] {
  return findings.map(({ head, others }) => ({ head: save(head), others: others.map(save) }));
}

/** Its keys are sorted, so that equal campaigns have equal bytes. */
function renderJson(report: CampaignReport | Evidence): string {
  return `${JSON.stringify(JSON.parse(canonicalJson(report)), null, 2)}\n`;
}

/** The files of the failures that were saved, by fingerprint. */
function scenarioFilesOf(saved: readonly SavedFinding[]): ReadonlyMap<string, string> {
  const failures = saved.flatMap(({ head, others }) => [head, ...others]);
  return new Map(
    failures.flatMap(({ counterexample, place }) =>
      place.kind === "file" ? [[counterexample.fingerprint, place.path] as const] : [],
    ),
  );
}

/** Returns the reports that were written. */
async function writeReports(
  report: CampaignReport,
  evidence: Evidence | null,
  { reports, lines, observations }: PublishOptions,
  scenarioFiles: ReadonlyMap<string, string>,
  warn: (warning: string) => void,
): Promise<ReportFile[]> {
  const page = reports.some(({ kind }) => kind === "html")
    ? renderPage(campaignPage(report, program), await readPageAssets())
    : "";
  const renderers = {
    json: () => renderJson(report),
    junit: () => renderCampaignJunit(report),
    html: () => page,
    ndjson: () => lines.map((line) => `${line}\n`).join(""),
    ctrf: () => renderCampaignCtrf(report, scenarioFiles),
    sarif: () => renderCampaignSarif(report, scenarioFiles),
    observations: () => observations.map((line) => `${line}\n`).join(""),
  };
  const filesOf = ({ kind, path }: ReportFile) => {
    if (kind !== "evidence") return [{ path, text: renderers[kind]() }];
    return evidence === null ? [] : evidenceFiles(path, evidence);
  };
  return reports.filter((file) => {
    const files = filesOf(file);
    const warnings = files.flatMap(({ path, text }) => writeReport(path, text) ?? []);
    for (const warning of warnings) warn(warning);
    return warnings.length === 0;
  });
}

function evidenceFiles(folder: string, evidence: Evidence) {
  return [
    { path: join(folder, evidenceJson), text: renderJson(evidence) },
    { path: join(folder, evidencePage), text: renderEvidenceHtml(evidence) },
  ];
}

/** After a time limit the target shows failures step by step in what is left of the time. */
function canShow(limits: Limits): boolean {
  return limits.stopReason() !== "interrupted" && limits.overdueMs() < 0;
}

async function renderFailure(
  saved: SavedFailure,
  report: CampaignReport,
  opened: ReplayTarget,
  { style }: Terminal,
): Promise<string> {
  const timelines = await timelinesOf(saved, report, opened);
  return `${renderCounterexample(saved.counterexample, timelines, style)}\n${renderUnsaved(saved)}`;
}

async function writeForGithub(
  report: CampaignReport,
  saved: readonly SavedFinding[],
  opened: ReplayTarget,
  terminal: Terminal,
  warn: (warning: string) => void,
): Promise<void> {
  if (terminal.env["GITHUB_ACTIONS"] !== "true") return;
  terminal.out(renderAnnotations(report, saved));
  const path = terminal.env["GITHUB_STEP_SUMMARY"] ?? "";
  if (path === "") return;
  try {
    // A write to a pipe would wait for its reader.
    if (existsSync(path) && !statSync(path).isFile()) throw new Error("this is no ordinary file");
    const picture = await pictureOf(saved[0]?.head, report, opened);
    appendFileSync(path, renderJobSummary(report, saved, picture));
  } catch (error) {
    const reason = describeSystemError(error);
    warn(`warning: the job summary ${printable(path)} was not written: ${reason}`);
  }
}

/** Of its last panel, which is the follow-up where there is one. Null where the target cannot run again. */
async function pictureOf(
  saved: SavedFailure | undefined,
  report: CampaignReport,
  opened: ReplayTarget,
): Promise<string | null> {
  const timelines = saved === undefined ? null : await timelinesOf(saved, report, opened);
  const panel = timelines?.panels.at(-1);
  return panel === undefined ? null : renderMermaid(panel.timeline, panel.failedRun);
}

/** Null where the target cannot run again, and for a flaky failure: another run shows something else. */
async function timelinesOf(
  { counterexample }: SavedFailure,
  report: CampaignReport,
  { target, limits }: ReplayTarget,
): Promise<FailureTimelines | null> {
  const { fingerprint, flaky } = counterexample;
  const kept = reportedFailures(report.result).get(fingerprint)?.timelines ?? null;
  const isShown = kept === null && target !== null && flaky === undefined && canShow(limits);
  return isShown ? showFailure(counterexample, target) : kept;
}
