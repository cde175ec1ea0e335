/** An observation cut into its runs, so that a property can look at one run at a time. */
import type { AuditEvent } from "../src/domain/audit-event.ts";
import type { RunSituation } from "../src/domain/observation.ts";
import type { PortCall } from "../src/domain/port-call.ts";
import type { CompletedRun, MismatchResult } from "../src/domain/run-report.ts";
import { worstOf } from "../src/harness/property.ts";
import type { Case, Verdict } from "../src/harness/property.ts";

export type RunView = {
  /** Counts the reconcile steps from 0. */
  readonly run: number;
  readonly report: CompletedRun;
  readonly situation: RunSituation;
  readonly calls: readonly PortCall[];
  readonly audit: readonly AuditEvent[];
};

// Every property looks at the same runs, so a case is cut up once.
const known = new WeakMap<Case, readonly RunView[]>();

/** The runs that were not refused. */
export function runsOf(observed: Case): readonly RunView[] {
  const views = known.get(observed) ?? cutIntoRuns(observed);
  known.set(observed, views);
  return views;
}

function cutIntoRuns({ observation }: Case): RunView[] {
  const { runs, situations, portCalls, audit } = observation;
  return runs.flatMap((report, run): RunView[] => {
    const situation = situations[run];
    if (report.mode === "refused" || situation === undefined) return [];
    const calls = portCalls.filter((call) => call.run === run);
    const events = audit.filter(({ run_id }) => run_id === report.runId);
    return [{ run, report, situation, calls, audit: events }];
  });
}

/** Judges every run that was not refused; the worst verdict counts. */
export function judgeRuns(observed: Case, judge: (view: RunView) => Verdict): Verdict {
  return worstOf(runsOf(observed).map(judge), "no run was let through the gates");
}

/** What a run planned or sent, by its own report. */
export function remediations({ results }: CompletedRun): MismatchResult[] {
  return results.filter(({ outcome }) => "request" in outcome);
}
