/** Every mismatch has the outcome that the rules give it, with the first reason that holds it back, and the run is named by the most serious of them. */
import type { RunStatus } from "../src/domain/run-report.ts";
import { fails, holds, notApplicable } from "./property.ts";
import type { RunProperty, Verdict } from "./property.ts";
import { whyUnreadable } from "./oracle/expected-mismatches.ts";
import { firstBroken, judgeReports } from "./view/run-view.ts";
import type { RunView } from "./view/run-view.ts";
import type { Scenario } from "../src/scenario/scenario.ts";

export const whatIsHeldBackSaysWhy: RunProperty = {
  kind: "run",
  name: "what-is-held-back-says-why",
  statement:
    "Every mismatch has the outcome that the rules give it, with the first reason that holds it back, and the run is named by the most serious of them.",
  movesMoney: false,
  needs: ["results"],
  judge: (observed) =>
    judgeReports(observed, (view) => {
      const { report, decisions } = view;
      // Which mismatches there are is another property's to judge.
      if (report.results.length !== decisions.length) return notApplicable("other mismatches");
      return firstBroken(judgeOutcomes(view), judgeName(view, observed.scenario));
    }),
};

function judgeOutcomes({ run, report, decisions, calls }: RunView): Verdict {
  const lastReply = calls.at(-1)?.reply.status;
  const stopped = lastReply === "unknown" ? "outcome_unknown" : "audit_unavailable";
  let acts = 0;
  for (let at = 0; at < decisions.length; at += 1) {
    const [decision, result] = [decisions[at], report.results[at]];
    if (decision === undefined || result === undefined) return holds;
    let [status, reason]: readonly [string, string | null] = [decision.becomes, decision.reason];
    if (decision.becomes === "acted_on") {
      const reply = report.mode === "live" ? calls[acts]?.reply.status : "planned";
      [status, reason] = reply === undefined ? ["blocked", stopped] : outcomeOf[reply];
      acts += 1;
    }
    const { outcome, mismatch } = result;
    const told = "reason" in outcome ? outcome.reason : null;
    if (outcome.status === status && told === reason) continue;
    return fails("outcome-and-first-reason", {
      run,
      expected: `${mismatch.type} on ${mismatch.symbol}: ${status} ${reason ?? ""}`.trimEnd(),
      happened: `${outcome.status} ${told ?? ""}`.trimEnd(),
    });
  }
  return holds;
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
  if (!reported.has("status")) return holds;
  const { results, status, blockReason } = report;
  const unreadable =
    whyUnreadable("orders", situation, scenario) ?? whyUnreadable("positions", situation, scenario);
  let worst = unreadable === null ? seriousness.length : seriousness.indexOf("blocked");
  for (const { outcome } of results) {
    const place = seriousness.findIndex((name) => name === outcome.status);
    if (place !== -1 && place < worst) worst = place;
  }
  const due = seriousness[worst] ?? (results.length === 0 ? "clean" : "no_action");
  if (status !== due) return fails("named-by-the-worst", { run, expected: due, happened: status });
  const first = results.find(({ outcome }) => "reason" in outcome)?.outcome;
  const reason = first !== undefined && "reason" in first ? first.reason : unreadable;
  if (blockReason === reason) return holds;
  return fails("the-first-reason", { run, expected: `${reason}`, happened: `${blockReason}` });
}
