/** Faults that leave a run without a report. What only a process can do is thrown as its target throws it. */
import type { CompletedRun } from "../../src/domain/run-report.ts";
import { TargetError, type TargetErrorKind } from "../../src/simulation/target.ts";
import { siblings, type PlantedBug } from "./planted-bug.ts";

const breaksIf = (kind: TargetErrorKind, isMet: (report: CompletedRun) => boolean) => ({
  hooks: {
    report: (report: CompletedRun) => {
      if (isMet(report)) throw new TargetError(kind, "it broke at the end of the run");
      return report;
    },
  },
});

export const answerBugs: readonly PlantedBug[] = [
  ...siblings("every-run-answers/exception", 1, {
    "failed-snapshot-throws": {
      hooks: {
        snapshot: (snapshot) => {
          if (snapshot.orders.status === "failed") throw new Error(snapshot.orders.error);
          return snapshot;
        },
      },
    },
  }),
  ...siblings("every-run-answers/process-exit", 4, {
    "exits-after-rejection": breaksIf("process-exit", ({ counts }) => counts.failed > 0),
  }),
  ...siblings("every-run-answers/time-out", 4, {
    "hangs-after-unknown-outcome": breaksIf("time-out", ({ counts }) => counts.unknown > 0),
  }),
  ...siblings("every-run-answers/error-answer", 2, {
    "error-for-blocked-run": breaksIf("error-answer", ({ counts }) => counts.blocked > 0),
  }),
  ...siblings("every-run-answers/invalid-answer", 1, {
    "invalid-report-of-empty-run": breaksIf(
      "invalid-answer",
      ({ results }) => results.length === 0,
    ),
  }),
  ...siblings("every-run-answers/invalid-message", 1, {
    "warning-printed-as-message": breaksIf(
      "invalid-message",
      (run) => run.rejectedParts.length > 0,
    ),
  }),
];
