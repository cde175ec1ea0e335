/** The port calls determine four counts; the listed results, if reported, determine all nine. */
import { countOfStatus } from "../src/domain/run-report.ts";
import { discarded, fail, pass, type RunProperty } from "./property.ts";
import { judgeReports, statusOfReply } from "./view/run-view.ts";

const countNames = Object.entries(countOfStatus);

export const reportedCountsEqualEffects: RunProperty = {
  kind: "run",
  name: "reported-counts-equal-effects",
  statement: "The reported counts equal the port calls and the listed results.",
  severity: "report",
  checks: [
    ...["executed", "failed", "unknown", "planned"].map(
      (name) => `${name}-count-differs-from-port`,
    ),
    ...countNames.map(([status]) => checkOfStatus(status)),
  ],
  requires: ["counts"],
  judge: judgeReports(({ run, report, portCalls, reported }, failures) => {
    const { counts, results, mode } = report;
    const absent = new Set(report.absentCounts);
    let compared = 0;
    for (const name of ["executed", "failed", "unknown", "planned"] as const) {
      if (absent.has(name) || (name === "planned" && mode !== "live")) continue;
      compared += 1;
      let calls = 0;
      for (const { reply } of portCalls) if (statusOfReply[reply.status] === name) calls += 1;
      if (counts[name] === calls) continue;
      const [expected, actual] = [`${name} ${calls}, by the port calls`, `${counts[name]}`];
      failures.push(fail(`${name}-count-differs-from-port`, { run, expected, actual }, mode));
    }
    for (const [status, name] of reported.has("results") ? countNames : []) {
      if (absent.has(name)) continue;
      compared += 1;
      let listed = 0;
      for (const { outcome } of results) if (outcome.status === status) listed += 1;
      if (listed === counts[name]) continue;
      const check = checkOfStatus(status);
      const [expected, actual] = [`${status} ${listed}, by the listed results`, `${counts[name]}`];
      failures.push(fail(check, { run, expected, actual }, mode));
    }
    return compared > 0 ? pass : noCounts;
  }),
};

const noCounts = discarded("the report has no count that can be compared");

function checkOfStatus(status: string): string {
  return `${status.replaceAll("_", "-")}-count-differs-from-results`;
}
