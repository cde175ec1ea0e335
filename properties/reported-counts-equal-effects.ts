/** The counts of a report equal what reached the port, and its own list of outcomes. */
import { countOfStatus, noOutcomes } from "../src/domain/run-report.ts";
import type { OutcomeCounts } from "../src/domain/run-report.ts";
import { fails, holds } from "../src/harness/property.ts";
import type { RunProperty, Verdict } from "../src/harness/property.ts";
import { judgeReports } from "./view/run-view.ts";
import type { RunView } from "./view/run-view.ts";

export const reportedCountsEqualEffects: RunProperty = {
  kind: "run",
  name: "reported-counts-equal-effects",
  statement: "The counts of a report equal what reached the port, and its own list of outcomes.",
  movesMoney: false,
  needs: ["counts"],
  judge: (observed) => judgeReports(observed, judge),
};

const seenAtThePort = ["executed", "failed", "unknown", "planned"] as const;
const countNames = Object.values(countOfStatus);

function judge({ run, report, calls, reported }: RunView): Verdict {
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
  if (!reported.has("results")) return holds;
  const listed: Record<keyof OutcomeCounts, number> = { ...noOutcomes };
  for (const { outcome } of results) listed[countOfStatus[outcome.status]] += 1;
  for (const name of countNames) {
    if (listed[name] === counts[name]) continue;
    const expected = `${name} ${listed[name]}, by the outcomes that the report lists`;
    return fails(`${name}-is-what-the-report-lists`, {
      run,
      expected,
      happened: `${counts[name]}`,
    });
  }
  return holds;
}
