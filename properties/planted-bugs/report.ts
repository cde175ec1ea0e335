/** Faults in the report of a run: its counts, its status and its block reason. */
import type { OutcomeCounts } from "../../src/domain/run-report.ts";
import { firstBlockReason, runStatus } from "../../src/pipeline/run-summary.ts";
import type { PlantedBug } from "./planted-bug.ts";

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
  ] as const satisfies readonly (readonly [string, keyof OutcomeCounts, string])[]
).map(([word, field, source]): PlantedBug => ({
  name: `${word}-miscounted`,
  expectedFailure: `reported-counts-equal-effects/${word}-count-differs-from-${source}`,
  minimalSize: field === "planned" ? 3 : 1,
  hooks: {
    report: ({ counts }) => ({
      counts: {
        ...counts,
        [field]: field === "planned" ? Math.max(counts.planned - 1, 0) : counts[field] + 1,
      },
    }),
  },
}));

export const reportBugs: readonly PlantedBug[] = [
  ...miscounts,
  {
    name: "blocked-run-reported-as-clean",
    expectedFailure: "blocked-remediations-name-the-first-reason/wrong-run-status",
    minimalSize: 1,
    hooks: {
      report: ({ results, counts }) => ({
        status: runStatus(results, { ...counts, blocked: 0 }, []),
      }),
    },
  },
  {
    name: "failed-run-reported-as-executed",
    expectedFailure: "blocked-remediations-name-the-first-reason/wrong-run-status",
    minimalSize: 4,
    hooks: { report: ({ counts }) => (counts.failed > 0 ? { status: "executed" } : {}) },
  },
  {
    name: "block-reason-omitted",
    expectedFailure: "blocked-remediations-name-the-first-reason/wrong-run-reason",
    minimalSize: 1,
    hooks: { report: () => ({ blockReason: null }) },
  },
  {
    name: "last-block-reason-reported",
    expectedFailure: "blocked-remediations-name-the-first-reason/wrong-run-reason",
    minimalSize: 4,
    hooks: {
      report: ({ results, rejectedParts }) => ({
        blockReason: firstBlockReason(results.toReversed(), rejectedParts),
      }),
    },
  },
  {
    name: "unknown-outcome-reported-as-executed",
    expectedFailure: "unknown-outcome-ends-the-run/unknown-outcome-misreported",
    minimalSize: 4,
    hooks: {
      report: ({ results }) => ({
        results: results.map(({ mismatch, outcome }) => {
          if (outcome.status !== "unknown") return { mismatch, outcome };
          const { kind, request } = outcome;
          return { mismatch, outcome: { status: "executed", kind, request } };
        }),
      }),
    },
  },
];
