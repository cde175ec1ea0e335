/** Faults in the report of a run: its counts, its status and its block reason. */
import { firstBlockReason, runStatus } from "../../src/pipeline/run-summary.ts";
import { siblings, type Hooks, type PlantedBug } from "./planted-bug.ts";

/** Changes fields of the report. */
const reported = (report: Required<Hooks>["report"]) => ({ hooks: { report } });

/** Each count by its word in names of checks, and what it is compared with. */
const miscounts = (
  [
    ["blocked", "blocked", "results"],
    ["deferred", "deferred", "results"],
    ["executed", "executed", "port"],
    ["failed", "failed", "port"],
    ["not-routed", "notRouted", "results"],
    ["planned", "planned", "results"],
    ["skipped-no-action", "skippedNoAction", "results"],
    ["skipped-terminal", "skippedTerminal", "results"],
    ["unknown", "unknown", "port"],
  ] as const
).map(([word, field, source]): PlantedBug => {
  const miscount = (count: number) => (field === "planned" ? Math.max(count - 1, 0) : count + 1);
  return {
    name: `${word}-miscounted`,
    expectedFailure: `reported-counts-equal-effects/${word}-count-differs-from-${source}`,
    minimalSize: field === "planned" ? 3 : 1,
    ...reported(({ counts }) => ({ counts: { ...counts, [field]: miscount(counts[field]) } })),
  };
});

export const reportBugs: readonly PlantedBug[] = [
  ...miscounts,
  ...siblings("blocked-remediations-name-the-first-reason/wrong-run-status", 1, {
    "blocked-run-reported-as-clean": reported(({ results, counts }) => ({
      status: runStatus(results, { ...counts, blocked: 0 }, []),
    })),
    "failed-run-reported-as-executed": {
      ...reported(({ counts }) => (counts.failed > 0 ? { status: "executed" } : {})),
      minimalSize: 4,
    },
  }),
  ...siblings("blocked-remediations-name-the-first-reason/wrong-run-reason", 1, {
    "block-reason-omitted": reported(() => ({ blockReason: null })),
    "last-block-reason-reported": {
      ...reported(({ results, rejectedParts }) => ({
        blockReason: firstBlockReason(results.toReversed(), rejectedParts),
      })),
      minimalSize: 4,
    },
  }),
  ...siblings("unknown-outcome-ends-the-run/unknown-outcome-misreported", 4, {
    "unknown-outcome-reported-as-executed": reported(({ results }) => ({
      results: results.map(({ mismatch, outcome }) => {
        if (outcome.status !== "unknown") return { mismatch, outcome };
        const { kind, request } = outcome;
        return { mismatch, outcome: { status: "executed", kind, request } };
      }),
    })),
  }),
];
