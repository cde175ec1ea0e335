/** Every mismatch has the outcome that the rules give it, with the first reason that holds it back, and the run is named by the most serious of them. */
import type { RunStatus } from "../src/domain/run-report.ts";
import { fail, pass, discarded } from "./property.ts";
import type { RunProperty, Verdict } from "./property.ts";
import { checkSnapshotPart } from "./oracle/expected-mismatches.ts";
import { firstBroken, judgeReports } from "./view/run-view.ts";
import type { RunView } from "./view/run-view.ts";
import type { Scenario } from "../src/scenario/scenario.ts";

export const blockedRemediationsNameTheFirstReason: RunProperty = {
  kind: "run",
  name: "blocked-remediations-name-the-first-reason",
  statement:
    "Every mismatch has the outcome that the rules give it, with the first reason that holds it back, and the run is named by the most serious of them.",
  severity: "report",
  requires: ["results"],
  judge: (observed) =>
    judgeReports(observed, (view) => {
      const { report, outcomes } = view;
      // Which mismatches there are is another property's to judge.
      if (report.results.length !== outcomes.length) return discarded("other mismatches");
      return firstBroken(judgeOutcomes(view), judgeName(view, observed.scenario));
    }),
};

function judgeOutcomes({ run, report, outcomes, calls }: RunView): Verdict {
  const lastReply = calls.at(-1)?.reply.status;
  const stopped = lastReply === "unknown" ? "outcome_unknown" : "audit_unavailable";
  let acts = 0;
  for (let at = 0; at < outcomes.length; at += 1) {
    const [decision, result] = [outcomes[at], report.results[at]];
    if (decision === undefined || result === undefined) return pass;
    let [status, reason]: readonly [string, string | null] = [decision.becomes, decision.reason];
    if (decision.becomes === "acted_on") {
      const reply = report.mode === "live" ? calls[acts]?.reply.status : "planned";
      [status, reason] = reply === undefined ? ["blocked", stopped] : outcomeOf[reply];
      acts += 1;
    }
    const { outcome, mismatch } = result;
    const told = "reason" in outcome ? outcome.reason : null;
    if (outcome.status === status && told === reason) continue;
    return fail("wrong-outcome-or-reason", {
      run,
      expected: `${mismatch.type} on ${mismatch.symbol}: ${status} ${reason ?? ""}`.trimEnd(),
      actual: `${outcome.status} ${told ?? ""}`.trimEnd(),
    });
  }
  return pass;
}

const outcomeOf = {
  planned: ["planned", null],
  accepted: ["executed", null],
  rejected: ["failed", "port_error"],
  unknown: ["unknown", "outcome_unknown"],
  refused: ["not sent", null],
} as const;

// The most serious first.
const seriousness: readonly RunStatus[] = ["unknown", "failed", "executed", "planned", "blocked"];

function judgeName({ run, report, situation, reported }: RunView, scenario: Scenario): Verdict {
  if (!reported.has("status")) return pass;
  const { results, status, blockReason } = report;
  const rejectedParts =
    checkSnapshotPart("orders", situation, scenario) ??
    checkSnapshotPart("positions", situation, scenario);
  let worst = rejectedParts === null ? seriousness.length : seriousness.indexOf("blocked");
  for (const { outcome } of results) {
    const place = seriousness.findIndex((name) => name === outcome.status);
    if (place !== -1 && place < worst) worst = place;
  }
  const due = seriousness[worst] ?? (results.length === 0 ? "clean" : "no_action");
  if (status !== due) return fail("wrong-run-status", { run, expected: due, actual: status });
  const first = results.find(({ outcome }) => "reason" in outcome)?.outcome;
  const reason = first !== undefined && "reason" in first ? first.reason : rejectedParts;
  if (blockReason === reason) return pass;
  return fail("wrong-run-reason", { run, expected: `${reason}`, actual: `${blockReason}` });
}
