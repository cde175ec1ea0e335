/** The figures of all runs of a scenario. */
import type { MismatchType } from "../domain/mismatch.ts";
import type { Observation } from "../simulation/observation.ts";
import type { PlannedRequest, PortCall } from "../domain/port-call.ts";
import {
  forEachCount,
  isFurtherPart,
  type CompletedRun,
  type ObservedRun,
} from "../domain/run-report.ts";
import type { OutcomeCounts, RemediationKind, ReportedReason } from "../domain/run-report.ts";
import type { Expectation } from "../scenario/expectation.ts";

export type RunSummary = {
  /** The reported modes, each once. */
  readonly modes: readonly ObservedRun["mode"][];
  /** Each once, also where its close is split. */
  readonly mismatches: readonly MismatchType[];
  /** From planned and sent remediations; a blocked one is no action. Without results, from the port calls. */
  readonly action: Expectation["action"];
  readonly counts: OutcomeCounts;
  /** The first in any run. */
  readonly blockReason: ReportedReason | null;
  /** The planned or sent requests, as the target reports them. */
  readonly requests: readonly PlannedRequest[];
};

export function summarizeRuns({ runs, portCalls, reported }: Observation): RunSummary {
  const completed = runs.filter((run) => run.mode !== "refused" && run.mode !== "crashed");
  return {
    modes: [...new Set(runs.map(({ mode }) => mode))],
    mismatches: completed.flatMap(({ results }) =>
      results
        .filter((result, at) => !isFurtherPart(results[at - 1], result))
        .map(({ mismatch }) => mismatch.type),
    ),
    action: actionOf(reported.has("results") ? reportedKinds(completed) : sentKinds(portCalls)),
    counts: forEachCount((name) => completed.reduce((sum, { counts }) => sum + counts[name], 0)),
    blockReason: completed.find(({ blockReason }) => blockReason !== null)?.blockReason ?? null,
    requests: completed.flatMap(({ results }) =>
      results.flatMap(({ outcome }) => ("request" in outcome ? [outcome.request] : [])),
    ),
  };
}

function reportedKinds(runs: readonly CompletedRun[]): ReadonlySet<RemediationKind> {
  const kinds = new Set<RemediationKind>();
  for (const { outcome } of runs.flatMap(({ results }) => results)) {
    if ("kind" in outcome && outcome.status !== "blocked") kinds.add(outcome.kind);
  }
  return kinds;
}

/** Of a target that reports no results. A call that the port refused is none. */
function sentKinds(calls: readonly PortCall[]): ReadonlySet<RemediationKind> {
  const sent = calls.filter(({ reply }) => reply.status !== "refused");
  return new Set(
    sent.map(({ request }) => (request.method === "placeMarketOrder" ? "flatten" : "cancel")),
  );
}

function actionOf(kinds: ReadonlySet<RemediationKind>): Expectation["action"] {
  if (kinds.size === 2) return "cancel_then_flatten";
  return [...kinds][0] ?? "none";
}
