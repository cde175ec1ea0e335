/** Faults in the report of a run: its counts, its status and its block reason. */
import type { Outcome } from "../../src/domain/run-report.ts";
import { firstBlockReason, runStatus } from "../../src/pipeline/run-summary.ts";
import { limits } from "../../src/pipeline/limits.ts";
import { limitsWith, siblings, type Hooks, type PlantedBug } from "./planted-bug.ts";

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

const withoutResults = (status: Outcome["status"]) =>
  reported(({ results }) => ({
    results: results.filter(({ outcome }) => outcome.status !== status),
  }));

export const reportBugs: readonly PlantedBug[] = [
  ...miscounts,
  ...siblings("reported-counts-equal-effects/planned-count-differs-from-port", 3, {
    "executed-counted-as-planned-too": reported(({ mode, counts }) => {
      return mode === "live" ? { counts: { ...counts, planned: counts.executed } } : {};
    }),
  }),
  ...siblings("reported-counts-equal-effects/failed-count-differs-from-results", 4, {
    "failed-results-not-listed": withoutResults("failed"),
  }),
  ...siblings("reported-counts-equal-effects/unknown-count-differs-from-results", 4, {
    "unknown-results-not-listed": withoutResults("unknown"),
  }),
  ...siblings("every-mismatch-is-reported/extra-result", 3, {
    "missing-order-reported-twice": reported(({ results }) => ({
      results: results.flatMap((result) =>
        result.mismatch.type === "ORDER_MISSING_ON_EXCHANGE" ? [result, result] : [result],
      ),
    })),
  }),
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
  ...siblings("blocked-remediations-name-the-first-reason/wrong-rejected-part", 1, {
    "rejected-positions-not-named": reported(({ rejectedParts }) => ({
      rejectedParts: rejectedParts.filter(({ part }) => part === "orders"),
    })),
    "rejected-part-swapped": {
      minimalSize: 1,
      ...reported(({ rejectedParts }) => ({
        rejectedParts: rejectedParts.map(({ part, reason, detail }) => {
          return { part: part === "orders" ? "positions" : "orders", reason, detail };
        }),
      })),
    },
    "failed-part-named-as-stale": reported(({ rejectedParts }) => ({
      rejectedParts: rejectedParts.map(({ part, detail }) => {
        return { part, reason: "snapshot_stale", detail };
      }),
    })),
  }),
  ...siblings("blocked-remediations-name-the-first-reason/wrong-figure", 3, {
    "cooldown-named-for-its-remainder": {
      minimalSize: 5,
      ...limitsWith({
        cooldownElapsed: (mismatch, context) => {
          const block = limits.cooldownElapsed(mismatch, context);
          return block && { ...block, detail: `${context.config.cooldownSeconds} s remain` };
        },
      }),
    },
    "limit-named-for-notional": limitsWith({
      maxNotional: (mismatch, context) => {
        const most = context.config.maxFlattenNotionalUsdt;
        const block = limits.maxNotional(mismatch, context);
        return block && { ...block, detail: `${most} USDT is more than ${most} USDT` };
      },
    }),
    "order-limit-named-for-symbol-limit": limitsWith({
      maxSymbols: (mismatch, context) => {
        const block = limits.maxSymbols(mismatch, context);
        return block && { ...block, detail: `${context.config.maxOrdersPerAction} a run` };
      },
    }),
    "rejection-code-not-named": {
      minimalSize: 4,
      ...reported(({ results }) => ({
        results: results.map(({ mismatch, outcome }) => {
          if (outcome.status !== "failed") return { mismatch, outcome };
          return { mismatch, outcome: { ...outcome, detail: "the exchange rejected it" } };
        }),
      })),
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
