/** An observation cut into its runs, so that a property can look at one run at a time. */
import type { AuditEvent } from "../../src/domain/audit-event.ts";
import type { RejectedAuditEvent, RunContext } from "../../src/simulation/observation.ts";
import type { PortCall, PortRequest } from "../../src/domain/port-call.ts";
import { noOutcomes } from "../../src/domain/run-report.ts";
import type { CompletedRun, ReportPart } from "../../src/domain/run-report.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { pass, discarded } from "../property.ts";
import type { Case, Verdict } from "../property.ts";
import { expectedOutcomes } from "../oracle/expected-outcomes.ts";
import type { ExpectedOutcome } from "../oracle/expected-outcomes.ts";
import { expectedMismatches } from "../oracle/expected-mismatches.ts";
import type { ExpectedMismatch } from "../oracle/expected-mismatches.ts";
import { memoizeLast } from "./memoize-last.ts";

export type RunView = {
  /** Counts the reconcile steps from 0. */
  readonly run: number;
  readonly report: CompletedRun;
  readonly situation: RunContext;
  readonly calls: readonly PortCall[];
  readonly audit: readonly AuditEvent[];
  /** What the oracle says that there is to find, in processing order. */
  readonly found: readonly ExpectedMismatch[];
  /** What the oracle says has to become of each. */
  readonly outcomes: readonly ExpectedOutcome[];
  /** In a live run the requests that reached the port; in a dry run those that the report plans. */
  readonly requests: readonly PortRequest[];
  /** What the target says of the run; nothing of one that a kill has ended. */
  readonly reported: ReadonlySet<ReportPart>;
  /** Whether a kill has ended it. It has made some of its calls then, and its report is empty. */
  readonly wasCrashed: boolean;
  /** The lines that the trail refused in it. */
  readonly rejectedAuditEvents: readonly RejectedAuditEvent[];
};

/** The runs that were not refused, and of those that a kill has ended the ones that had made a call. */
const allRuns: (observed: Case) => readonly RunView[] = memoizeLast(splitRuns);

/** The runs that were not refused and went to their end. */
export const completedRuns: (observed: Case) => readonly RunView[] = memoizeLast((observed) =>
  completedOnly(allRuns(observed)),
);

/**
 * The runs that can be seen into. A dry run of a target that does not report its results shows nothing
 * but its port calls and its trail, which are for other properties to judge.
 */
export const observableRuns: (observed: Case) => readonly RunView[] = memoizeLast((observed) => {
  const views = allRuns(observed);
  if (observed.observation.reported.has("results")) return views;
  return views.filter(({ report }) => report.mode === "live");
});

function splitRuns({ scenario, observation }: Case): RunView[] {
  const { runs, runContexts, portCalls, audit, rejectedAuditEvents, reported } = observation;
  const views: RunView[] = [];
  for (let run = 0; run < runs.length; run += 1) {
    const [report, situation] = [runs[run], runContexts[run]];
    if (report === undefined || situation === undefined) continue;
    if (report.mode === "refused") continue;
    const alone = runs.length === 1;
    const calls = alone ? portCalls : portCalls.filter((call) => call.run === run);
    if (report.mode === "crashed") {
      if (calls.length > 0) views.push(viewOfCrashedRun(scenario, run, situation, calls));
      continue;
    }
    const requests =
      report.mode === "live" ? calls.map(({ request }) => request) : plannedRequests(report);
    const events = audit.filter(({ run_id }) => run_id === report.runId);
    const found = expectedMismatches(scenario, situation);
    const outcomes = expectedOutcomes(scenario, situation, found);
    views.push({
      run,
      report,
      situation,
      calls,
      audit: events,
      found,
      outcomes,
      requests,
      reported,
      wasCrashed: false,
      rejectedAuditEvents:
        rejectedAuditEvents.length === 0
          ? rejectedAuditEvents
          : rejectedAuditEvents.filter((lost) => lost.run === run),
    });
  }
  return views;
}

/** Its calls are all that is known of it. */
function viewOfCrashedRun(
  scenario: Scenario,
  run: number,
  situation: RunContext,
  calls: readonly PortCall[],
): RunView {
  const found = expectedMismatches(scenario, situation);
  const report: CompletedRun = {
    mode: "live",
    runId: "",
    action: scenario.config.action,
    status: "clean",
    blockReason: null,
    startedAtMs: situation.atMs,
    endedAtMs: situation.atMs,
    rejectedParts: [],
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
    outcomes: expectedOutcomes(scenario, situation, found),
    requests: calls.map(({ request }) => request),
    reported: new Set(),
    wasCrashed: true,
    rejectedAuditEvents: [],
  };
}

/** Judges what every run did; the first that fails counts, then any that holds. */
export function judgeRuns(observed: Case, judge: (view: RunView) => Verdict): Verdict {
  return judgeEach(observableRuns(observed), judge);
}

/** The same of the runs that went to their end, for who judges what they say. */
export function judgeReports(observed: Case, judge: (view: RunView) => Verdict): Verdict {
  return judgeEach(reportedRuns(observed), judge);
}

const reportedRuns: (observed: Case) => readonly RunView[] = memoizeLast((observed) =>
  completedOnly(observableRuns(observed)),
);

function completedOnly(views: readonly RunView[]): readonly RunView[] {
  return views.some(({ wasCrashed }) => wasCrashed)
    ? views.filter(({ wasCrashed }) => !wasCrashed)
    : views;
}

function judgeEach(views: readonly RunView[], judge: (view: RunView) => Verdict): Verdict {
  let worst: Verdict | null = null;
  for (const view of views) {
    const verdict = judge(view);
    if (verdict.kind === "fail") return verdict;
    if (worst === null || verdict.kind === "pass") worst = verdict;
  }
  return worst ?? allRefused;
}

const allRefused = discarded("no run was let through the gates, or none can be seen into");

/** The requests that a report says were planned, or sent. */
export function plannedRequests({ results }: CompletedRun): PortRequest[] {
  const requests: PortRequest[] = [];
  for (const { outcome } of results) if ("request" in outcome) requests.push(outcome.request);
  return requests;
}

/** The first check that was not kept fails as its check. */
export function firstBroken(...verdicts: readonly Verdict[]): Verdict {
  return verdicts.find(({ kind }) => kind === "fail") ?? pass;
}
