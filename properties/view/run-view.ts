/** An observation split into its runs, so that a property can judge one run at a time. */
import type { AuditEvent } from "../../src/domain/audit-event.ts";
import type { RejectedAuditEvent, RunContext } from "../../src/simulation/observation.ts";
import type { PlannedRequest, PortCall } from "../../src/domain/port-call.ts";
import { noOutcomes, type CompletedRun, type ReportPart } from "../../src/domain/run-report.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { discarded, type Case, type Failure, type Verdict } from "../property.ts";
import { expectedOutcomes, type ExpectedOutcome } from "../oracle/expected-outcomes.ts";
import { expectedMismatches, type ExpectedMismatch } from "../oracle/expected-mismatches.ts";
import { runsThatKnewMore } from "./known-changes.ts";
import { memoizeLast } from "./memoize-last.ts";
import { updatesInRuns, type UpdateInRun } from "./updates-in-runs.ts";

export type RunView = {
  /** The index of the run, from 0. */
  readonly run: number;
  /** With the configuration of this run. */
  readonly scenario: Scenario;
  readonly context: RunContext;
  /** Empty for a crashed run. */
  readonly report: CompletedRun;
  /** The parts of the report that the target supplies; none for a crashed run. */
  readonly reported: ReadonlySet<ReportPart>;
  readonly portCalls: readonly PortCall[];
  /** In a live run the requests that were sent; in a dry run those that the report plans. */
  readonly requests: readonly PlannedRequest[];
  readonly auditEvents: readonly AuditEvent[];
  readonly ownTrail: Case["observation"]["ownTrail"];
  readonly rejectedAuditEvents: readonly RejectedAuditEvent[];
  /** In processing order. */
  readonly expectedMismatches: readonly ExpectedMismatch[];
  readonly expectedOutcomes: readonly ExpectedOutcome[];
  readonly wasCrashed: boolean;
  /** The order updates that arrived within the run. */
  readonly updatesInRun: readonly UpdateInRun[];
};

/** Without refused runs, and without crashed runs that made no port call. */
const allRuns: (observed: Case) => readonly RunView[] = memoizeLast(splitRuns);

/** The runs that were neither refused nor crashed, and that ran alone. */
export const completedRuns: (observed: Case) => readonly RunView[] = memoizeLast((observed) =>
  allRuns(observed).filter((view) => isCompleted(view) && ranAlone(view)),
);

/**
 * The runs whose requests are known, and that decided by the lists that are known. For a target that does not report
 * results, a dry run has no requests: other properties judge its port calls and its audit trail.
 */
export const observableRuns: (observed: Case) => readonly RunView[] = memoizeLast((observed) => {
  const knewMore = runsThatKnewMore(observed);
  const all = allRuns(observed);
  const views = knewMore.size === 0 ? all : all.filter(({ run }) => !knewMore.has(run));
  if (observed.observation.reported.has("results")) return views;
  return views.filter(({ report }) => report.mode === "live");
});

const reportedRuns: (observed: Case) => readonly RunView[] = memoizeLast((observed) =>
  observableRuns(observed).filter(isCompleted),
);

function isCompleted({ wasCrashed }: RunView): boolean {
  return !wasCrashed;
}

function ranAlone({ context }: RunView): boolean {
  return context.overlap === undefined;
}

/**
 * Of two instances at once, each may leave a remediation to the other one. The one with the lease may not, where it
 * took the lease before its snapshot, and the other one called the port before that or after its last call.
 */
function decidedAlone(
  { portCalls, interactions }: Case["observation"],
  { run, context }: RunView,
): boolean {
  const { overlap } = context;
  if (overlap === undefined) return true;
  const hadLease = interactions.some((one) => one.run === run && one.kind === "lease");
  if (!hadLease || overlap.callsBeforeSnapshot !== overlap.callsKnown) return false;
  const last = portCalls.findLastIndex((call) => call.run === run);
  const between = portCalls.slice(overlap.callsKnown, Math.max(last, overlap.callsKnown));
  return between.every((call) => call.run !== overlap.otherRun);
}

const alone = (runsOf: (observed: Case) => readonly RunView[]) => (observed: Case) =>
  runsOf(observed).filter((view) => decidedAlone(observed.observation, view));

function splitRuns(observed: Case): RunView[] {
  const { scenario, observation } = observed;
  const updates = updatesInRuns(observed);
  const { runs, runContexts } = observation;
  const callsOf = byRun(observation.portCalls, runs.length);
  const rejectedOf = byRun(observation.rejectedAuditEvents, runs.length);
  const updatesOf = byRun(updates, runs.length);
  const eventsOf = byRunId(observation.auditEvents);
  const views: RunView[] = [];
  for (let run = 0; run < runs.length; run += 1) {
    const report = runs[run];
    const context = runContexts[run];
    if (report === undefined || context === undefined || report.mode === "refused") continue;
    const portCalls = callsOf(run);
    const wasCrashed = report.mode === "crashed";
    if (wasCrashed && portCalls.length === 0) continue;
    const completed = report.mode === "crashed" ? emptyReport(context) : report;
    const isLive = completed.mode === "live";
    const configured = scenarioOfRun(scenario, context);
    const mismatches = expectedMismatches(configured, context);
    views.push({
      run,
      scenario: configured,
      context,
      report: completed,
      reported: wasCrashed ? new Set() : observation.reported,
      portCalls,
      requests: isLive ? portCalls.map(({ request }) => request) : plannedRequests(completed),
      auditEvents: wasCrashed ? [] : eventsOf(completed.runId),
      ownTrail: observation.ownTrail,
      rejectedAuditEvents: rejectedOf(run),
      expectedMismatches: mismatches,
      expectedOutcomes: expectedOutcomes(configured, context, mismatches),
      wasCrashed,
      updatesInRun: updatesOf(run),
    });
  }
  return views;
}

/** The scenario with the configuration of one run, which a step may have changed. */
export function scenarioOfRun(scenario: Scenario, { config }: RunContext): Scenario {
  return config === scenario.config ? scenario : { ...scenario, config };
}

/** Records may have thousands of runs, so no run may search all items. */
function byRun<Item extends { readonly run: number }>(
  items: readonly Item[],
  runCount: number,
): (run: number) => readonly Item[] {
  if (runCount === 1 || items.length === 0) return () => items;
  const found: Item[][] = Array.from({ length: runCount }, () => []);
  for (const item of items) found[item.run]?.push(item);
  return (run) => found[run] ?? [];
}

function byRunId(events: readonly AuditEvent[]): (runId: string) => readonly AuditEvent[] {
  const found = new Map<string, AuditEvent[]>();
  for (const event of events) {
    const own = found.get(event.run_id);
    if (own === undefined) found.set(event.run_id, [event]);
    else own.push(event);
  }
  return (runId) => found.get(runId) ?? [];
}

/** A crashed run makes no report; this one keeps `RunView.report` from being null. */
function emptyReport({ atMs, config }: RunContext): CompletedRun {
  return {
    mode: "live",
    runId: "",
    action: config.action,
    status: "clean",
    blockReason: null,
    startedAtMs: atMs,
    endedAtMs: atMs,
    rejectedParts: [],
    results: [],
    counts: noOutcomes,
    auditFailure: null,
  };
}

function judgeEach(viewsOf: (observed: Case) => readonly RunView[]) {
  return (judge: (view: RunView, failures: Failure[]) => Verdict) =>
    (observed: Case, failures: Failure[]): Verdict => {
      let best: Verdict | null = null;
      for (const view of viewsOf(observed)) {
        const verdict = judge(view, failures);
        if (verdict.kind === "fail") failures.push(verdict);
        else if (best === null || verdict.kind === "pass") best = verdict;
      }
      return best ?? noRuns;
    };
}

/** Judges what no run may plan, send or report. The first failure counts, or else a pass. */
export const judgeRuns = judgeEach(observableRuns);

/** The same without crashed runs, for what only a report can show. */
export const judgeReports = judgeEach(reportedRuns);

/** Judges what a run must do, so only a run that decided alone. */
export const judgeSoleRuns = judgeEach(alone(observableRuns));

/** The same without crashed runs. */
export const judgeSoleReports = judgeEach(alone(reportedRuns));

const noRuns = discarded(
  "every run was refused, or its requests are unknown, or a later list, event or query showed a change",
);

/** The requests that a report lists as planned or sent. */
export function plannedRequests({ results }: CompletedRun): PlannedRequest[] {
  return results.flatMap(({ outcome }) => ("request" in outcome ? [outcome.request] : []));
}

/** The outcome that the reply to a port call means; a refused call was not sent. */
export const statusOfReply = {
  accepted: "executed",
  rejected: "failed",
  unknown: "unknown",
  refused: null,
} as const;
