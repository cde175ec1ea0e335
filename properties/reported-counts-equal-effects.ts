/** The counts of a report equal what reached the port, and its own list of outcomes. */
import { countOfStatus, noOutcomes } from "../src/domain/run-report.ts";
import type { OutcomeCounts } from "../src/domain/run-report.ts";
import { fail, pass } from "./property.ts";
import type { RunProperty, Verdict } from "./property.ts";
import { judgeReports } from "./view/run-view.ts";
import type { RunView } from "./view/run-view.ts";

export const reportedCountsEqualEffects: RunProperty = {
  kind: "run",
  name: "reported-counts-equal-effects",
  statement: "The counts of a report equal what reached the port, and its own list of outcomes.",
  severity: "report",
  requires: ["counts"],
  judge: (observed) => judgeReports(observed, judge),
};

const seenAtThePort = ["executed", "failed", "unknown", "planned"] as const;
const countNames = Object.values(countOfStatus);

function judge({ run, report, calls, reported }: RunView): Verdict {
  const { counts, results, mode } = report;
  const isLive = mode === "live";
  for (const name of seenAtThePort) {
    const seen = name === "planned" ? (isLive ? 0 : counts.planned) : countReplies(name, calls);
    if (counts[name] === seen) continue;
    const expected = `${name} ${seen}, by the calls that the port saw`;
    return fail(`${kebab(name)}-count-differs-from-port`, {
      run,
      expected,
      actual: `${counts[name]}`,
    });
  }
  if (!reported.has("results")) return pass;
  const listed: Record<keyof OutcomeCounts, number> = { ...noOutcomes };
  for (const { outcome } of results) listed[countOfStatus[outcome.status]] += 1;
  for (const name of countNames) {
    if (listed[name] === counts[name]) continue;
    const expected = `${name} ${listed[name]}, by the outcomes that the report lists`;
    return fail(`${kebab(name)}-count-differs-from-results`, {
      run,
      expected,
      actual: `${counts[name]}`,
    });
  }
  return pass;
}

const replyOf = { executed: "accepted", failed: "rejected", unknown: "unknown" } as const;

function countReplies(name: keyof typeof replyOf, calls: RunView["calls"]): number {
  let count = 0;
  for (const { reply } of calls) if (reply.status === replyOf[name]) count += 1;
  return count;
}

/** The names of checks are words joined by hyphens. */
function kebab(name: keyof OutcomeCounts): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
