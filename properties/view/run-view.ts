/** An observation cut into its runs, so that a property can look at one run at a time. */
import type { AuditEvent } from "../../src/domain/audit-event.ts";
import type { LostLine, RunSituation } from "../../src/simulation/observation.ts";
import type { PortCall, PortRequest } from "../../src/domain/port-call.ts";
import { noOutcomes } from "../../src/domain/run-report.ts";
import type { CompletedRun, ReportPart } from "../../src/domain/run-report.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { holds, notApplicable } from "../property.ts";
import type { Case, Verdict } from "../property.ts";
import { decide } from "../oracle/expected-outcomes.ts";
import type { Decision } from "../oracle/expected-outcomes.ts";
import { findDifferences } from "../oracle/expected-mismatches.ts";
import type { Difference } from "../oracle/expected-mismatches.ts";
import { rememberLast } from "./memoize-last.ts";

export type RunView = {
  /** Counts the reconcile steps from 0. */
  readonly run: number;
  readonly report: CompletedRun;
  readonly situation: RunSituation;
  readonly calls: readonly PortCall[];
  readonly audit: readonly AuditEvent[];
  /** What the oracle says that there is to find, in processing order. */
  readonly found: readonly Difference[];
  /** What the oracle says has to become of each. */
  readonly decisions: readonly Decision[];
  /** In a live run the requests that reached the port; in a dry run those that the report plans. */
  readonly requests: readonly PortRequest[];
  /** What the target says of the run; nothing of one that a kill has ended. */
  readonly reported: ReadonlySet<ReportPart>;
  /** Whether a kill has ended it. It has made some of its calls then, and its report is empty. */
  readonly isCutShort: boolean;
  /** The lines that the trail refused in it. */
  readonly lostLines: readonly LostLine[];
};

/** The runs that were not refused, and of those that a kill has ended the ones that had made a call. */
const allRunsOf: (observed: Case) => readonly RunView[] = rememberLast(cutIntoRuns);

/** The runs that were not refused and went to their end. */
export const completedRunsOf: (observed: Case) => readonly RunView[] = rememberLast((observed) =>
  wholeOnly(allRunsOf(observed)),
);

/**
 * The runs that can be seen into. A dry run of a target that does not report its results shows nothing
 * but its port calls and its trail, which are for other properties to judge.
 */
export const visibleRunsOf: (observed: Case) => readonly RunView[] = rememberLast((observed) => {
  const views = allRunsOf(observed);
  if (observed.observation.reported.has("results")) return views;
  return views.filter(({ report }) => report.mode === "live");
});

function cutIntoRuns({ scenario, observation }: Case): RunView[] {
  const { runs, situations, portCalls, audit, lostLines, reported } = observation;
  const views: RunView[] = [];
  for (let run = 0; run < runs.length; run += 1) {
    const [report, situation] = [runs[run], situations[run]];
    if (report === undefined || situation === undefined) continue;
    if (report.mode === "refused") continue;
    const alone = runs.length === 1;
    const calls = alone ? portCalls : portCalls.filter((call) => call.run === run);
    if (report.mode === "killed") {
      if (calls.length > 0) views.push(viewOfKilled(scenario, run, situation, calls));
      continue;
    }
    const requests =
      report.mode === "live" ? calls.map(({ request }) => request) : plannedRequests(report);
    const events = audit.filter(({ run_id }) => run_id === report.runId);
    const found = findDifferences(scenario, situation);
    const decisions = decide(scenario, situation, found);
    views.push({
      run,
      report,
      situation,
      calls,
      audit: events,
      found,
      decisions,
      requests,
      reported,
      isCutShort: false,
      lostLines: lostLines.length === 0 ? lostLines : lostLines.filter((lost) => lost.run === run),
    });
  }
  return views;
}

/** Its calls are all that is known of it. */
function viewOfKilled(
  scenario: Scenario,
  run: number,
  situation: RunSituation,
  calls: readonly PortCall[],
): RunView {
  const found = findDifferences(scenario, situation);
  const report: CompletedRun = {
    mode: "live",
    runId: "",
    action: scenario.config.action,
    status: "clean",
    blockReason: null,
    startedAtMs: situation.atMs,
    endedAtMs: situation.atMs,
    unreadable: [],
    results: [],
    counts: noOutcomes,
    auditFailure: null,
  };
  return {
    run,
    report,
    situation,
    calls,
    audit: [],
    found,
    decisions: decide(scenario, situation, found),
    requests: calls.map(({ request }) => request),
    reported: new Set(),
    isCutShort: true,
    lostLines: [],
  };
}

/** Judges what every run did; the first that fails counts, then any that holds. */
export function judgeRuns(observed: Case, judge: (view: RunView) => Verdict): Verdict {
  return judgeEach(visibleRunsOf(observed), judge);
}

/** The same of the runs that went to their end, for who judges what they say. */
export function judgeReports(observed: Case, judge: (view: RunView) => Verdict): Verdict {
  return judgeEach(reportsOf(observed), judge);
}

const reportsOf: (observed: Case) => readonly RunView[] = rememberLast((observed) =>
  wholeOnly(visibleRunsOf(observed)),
);

function wholeOnly(views: readonly RunView[]): readonly RunView[] {
  return views.some(({ isCutShort }) => isCutShort)
    ? views.filter(({ isCutShort }) => !isCutShort)
    : views;
}

function judgeEach(views: readonly RunView[], judge: (view: RunView) => Verdict): Verdict {
  let worst: Verdict | null = null;
  for (const view of views) {
    const verdict = judge(view);
    if (verdict.verdict === "fails") return verdict;
    if (worst === null || verdict.verdict === "holds") worst = verdict;
  }
  return worst ?? allRefused;
}

const allRefused = notApplicable("no run was let through the gates, or none can be seen into");

/** The requests that a report says were planned, or sent. */
export function plannedRequests({ results }: CompletedRun): PortRequest[] {
  const requests: PortRequest[] = [];
  for (const { outcome } of results) if ("request" in outcome) requests.push(outcome.request);
  return requests;
}

/** The first check that was not kept fails as its claim. */
export function firstBroken(...verdicts: readonly Verdict[]): Verdict {
  return verdicts.find(({ verdict }) => verdict === "fails") ?? holds;
}
