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

function judge({ run, report, calls }: RunView): Verdict {
  const replied = (status: string) => calls.filter(({ reply }) => reply.status === status).length;
  const { counts, results, mode } = report;
  const effects = [
    ["executed", replied("accepted")],
    ["failed", replied("rejected")],
    ["unknown", replied("unknown")],
    ...(mode === "live" ? [["planned", 0] as const] : []),
  ] as const;
  for (const [name, seen] of effects) {
    if (counts[name] === seen) continue;
    const expected = `${name} ${seen}, by the calls that the port saw`;
    return fails(`${name}-is-what-the-port-saw`, { run, expected, happened: `${counts[name]}` });
  }
  for (const [status, name] of Object.entries(countOfStatus)) {
    const listed = results.filter(({ outcome }) => outcome.status === status).length;
    if (counts[name] === listed) continue;
    const expected = `${name} ${listed}, by the outcomes that the report lists`;
    return fails(`${name}-is-what-the-report-lists`, {
      run,
      expected,
      happened: `${counts[name]}`,
    });
  }
  return holds;
}
