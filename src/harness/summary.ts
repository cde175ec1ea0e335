/** The figures of all runs of a scenario together. */
import type { Action } from "../domain/config.ts";
import type { MismatchType } from "../domain/mismatch.ts";
import type { Observation } from "../domain/observation.ts";
import type { CompletedRun, Mode, OutcomeCounts, RemediationKind } from "../domain/run-report.ts";

type RemediationAction = "none" | "cancel" | "flatten" | Extract<Action, "cancel_then_flatten">;

export type RunSummary = {
  /** Null when a run was refused, or the runs differ in it. */
  readonly mode: Mode | null;
  readonly mismatches: readonly MismatchType[];
  /** What was planned or sent; something that was only blocked is no action. */
  readonly action: RemediationAction;
  readonly counts: OutcomeCounts;
};

export function summarise({ runs }: Observation): RunSummary {
  const completed = runs.filter((run) => run.mode !== "refused");
  const modes = new Set(runs.map(({ mode }) => mode));
  const mode = modes.size === 1 ? (completed[0]?.mode ?? null) : null;
  return {
    mode,
    mismatches: completed.flatMap(({ results }) => results.map(({ mismatch }) => mismatch.type)),
    action: actionOf(completed),
    counts: addCounts(completed.map(({ counts }) => counts)),
  };
}

function actionOf(runs: readonly CompletedRun[]): RemediationAction {
  const kinds = new Set<RemediationKind>();
  for (const { outcome } of runs.flatMap(({ results }) => results)) {
    if ("kind" in outcome && outcome.status !== "blocked") kinds.add(outcome.kind);
  }
  if (kinds.size === 2) return "cancel_then_flatten";
  return [...kinds][0] ?? "none";
}

function addCounts(all: readonly OutcomeCounts[]): OutcomeCounts {
  const sum = (key: keyof OutcomeCounts) => all.reduce((total, counts) => total + counts[key], 0);
  return {
    planned: sum("planned"),
    executed: sum("executed"),
    blocked: sum("blocked"),
    failed: sum("failed"),
    unknown: sum("unknown"),
    deferred: sum("deferred"),
    notRouted: sum("notRouted"),
    skippedTerminal: sum("skippedTerminal"),
    skippedNoAction: sum("skippedNoAction"),
  };
}
