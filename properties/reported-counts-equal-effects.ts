/** The counts of a report equal what reached the port, and its own list of outcomes. */
import type { OutcomeCounts } from "../src/domain/run-report.ts";
import { fails, holds } from "../src/harness/property.ts";
import type { RunProperty, Verdict } from "../src/harness/property.ts";
import { judgeRuns } from "./run-view.ts";
import type { RunView } from "./run-view.ts";

export const reportedCountsEqualEffects: RunProperty = {
  kind: "run",
  name: "reported-counts-equal-effects",
  statement: "The counts of a report equal what reached the port, and its own list of outcomes.",
  movesMoney: false,
  judge: (observed) => judgeRuns(observed, judge),
};

const countOfStatus = {
  planned: "planned",
  executed: "executed",
  blocked: "blocked",
  failed: "failed",
  unknown: "unknown",
  deferred: "deferred",
  not_routed: "notRouted",
  skipped_terminal: "skippedTerminal",
  skipped_no_action: "skippedNoAction",
} as const satisfies Record<string, keyof OutcomeCounts>;

const seenAtThePort = ["executed", "failed", "unknown", "planned"] as const;
const countNames = Object.values(countOfStatus);

function judge({ run, report, calls }: RunView): Verdict {
  const { counts, results, mode } = report;
  const replied = { accepted: 0, rejected: 0, unknown: 0, refused: 0 };
  for (const { reply } of calls) replied[reply.status] += 1;
  const seen = {
    executed: replied.accepted,
    failed: replied.rejected,
    unknown: replied.unknown,
    planned: mode === "live" ? 0 : counts.planned,
  };
  for (const name of seenAtThePort) {
    if (counts[name] === seen[name]) continue;
    const expected = `${name} ${seen[name]}, by the calls that the port saw`;
    return fails(`${name}-is-what-the-port-saw`, { run, expected, happened: `${counts[name]}` });
  }
  const listed = {
    planned: 0,
    executed: 0,
    blocked: 0,
    failed: 0,
    unknown: 0,
    deferred: 0,
    notRouted: 0,
    skippedTerminal: 0,
    skippedNoAction: 0,
  };
  for (const { outcome } of results) listed[countOfStatus[outcome.status]] += 1;
  for (const name of countNames) {
    if (counts[name] === listed[name]) continue;
    const expected = `${name} ${listed[name]}, by the outcomes that the report lists`;
    return fails(`${name}-is-what-the-report-lists`, {
      run,
      expected,
      happened: `${counts[name]}`,
    });
  }
  return holds;
}
