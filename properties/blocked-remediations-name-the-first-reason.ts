/** The list of mismatches itself is judged by `every-mismatch-is-reported`. */
import type { Outcome } from "../src/domain/run-report.ts";
import { fail, pass, discarded, type Failure, type RunProperty } from "./property.ts";
import { banEndOf, isRateLimit, knownBanEnd } from "./oracle/ban.ts";
import { expectedFigures, missingFigure } from "./oracle/expected-figures.ts";
import {
  isSameMismatch,
  snapshotRejection,
  type ExpectedMismatch,
  type SnapshotPartName,
} from "./oracle/expected-mismatches.ts";
import { describeRequest, hasIntentOf } from "./oracle/requests.ts";
import { endOfRun } from "./view/calls.ts";
import { dueOutcomes, needlessOutcomes } from "./view/split-closes.ts";
import { judgeSoleReports, type RunView } from "./view/run-view.ts";

export const blockedRemediationsNameTheFirstReason: RunProperty = {
  kind: "run",
  name: "blocked-remediations-name-the-first-reason",
  statement:
    "Every result has the expected outcome, reason and figures; the run names the worst outcome, first reason and rejected parts.",
  severity: "report",
  checks: [
    "wrong-outcome-or-reason",
    "wrong-run-status",
    "wrong-run-reason",
    "wrong-rejected-part",
    "wrong-figure",
  ],
  requires: ["results"],
  judge: judgeSoleReports((view, failures) => {
    if (view.report.results.length !== view.expectedOutcomes.length) {
      return discarded("the report lists other mismatches");
    }
    const { context, scenario } = view;
    const rejections = {
      orders: snapshotRejection("orders", context, scenario),
      positions: snapshotRejection("positions", context, scenario),
      conditionalOrders: snapshotRejection("conditionalOrders", context, scenario),
    };
    judgeOutcomes(view, failures);
    judgeRunStatus(view, rejections, failures);
    judgeRejectedParts(view, rejections, failures);
    judgeFigures(view, failures);
    const { results } = view.report;
    const isJudged = results.length === 0 || !results.every(({ outcome }) => isOther(outcome));
    return isJudged ? pass : ownReasons;
  }),
};

const ownReasons = discarded("every result has a reason of the target's own");

/** The oracle cannot know the reason, only that nothing was sent. */
function isOther(outcome: Outcome): boolean {
  return outcome.status === "blocked" && outcome.reason === "other";
}

/** Why the run may not use a part of its snapshot, or null. */
type Rejections = Readonly<Record<SnapshotPartName, ReturnType<typeof snapshotRejection>>>;

function judgeOutcomes(view: RunView, failures: Failure[]): void {
  const { run, report, expectedOutcomes, portCalls } = view;
  const stopReason = stopReasonOf(view);
  const due = dueOutcomes(view);
  const needless = needlessOutcomes(view);
  let permitted = 0;
  for (let at = 0; at < expectedOutcomes.length; at += 1) {
    const expected = expectedOutcomes[at];
    const result = report.results[at];
    if (expected === undefined || result === undefined) return;
    const { outcome, mismatch } = result;
    let status: string = expected.status;
    let reason: string | null = expected.reason;
    if (needless.has(expected)) continue;
    if (isOther(outcome)) {
      const sent = sentAs(expected.mismatch, view);
      if (sent !== null)
        failures.push(fail("wrong-outcome-or-reason", { run, ...sent }, "sent/other"));
      // Where the remediation is permitted, the limits of the later ones depend on it.
      if (status === "permitted") return;
      continue;
    }
    if (status === "permitted" && due[permitted] !== expected) {
      [status, reason] = ["blocked", "port_error"];
    } else if (status === "permitted") {
      const reply = report.mode === "live" ? portCalls[permitted]?.reply.status : "planned";
      if (reply !== undefined) [status, reason] = outcomeOfReply[reply];
      else if (stopReason !== null) [status, reason] = ["blocked", stopReason];
      else status = "sent";
      permitted += 1;
    }
    const actualReason = "reason" in outcome ? outcome.reason : null;
    if (outcome.status === status && actualReason === reason) continue;
    const expectedOutcome = `${status} ${reason ?? ""}`.trimEnd();
    const actual = `${outcome.status} ${actualReason ?? ""}`.trimEnd();
    const required = `${mismatch.type} on ${mismatch.symbol}: ${expectedOutcome}`;
    // A reply is no part of a limit that was ignored.
    const isReply = statusesOfReplies.has(outcome.status) && !statusesOfReplies.has(status);
    const variant = `${expectedOutcome}/${isReply ? "sent" : actual}`;
    failures.push(fail("wrong-outcome-or-reason", { run, expected: required, actual }, variant));
  }
}

/** The calls for the mismatch, where there are more than results that name one; or null. */
function sentAs(expected: ExpectedMismatch, { report, portCalls }: RunView) {
  const calls = portCalls.filter(
    ({ request, reply }) => reply.status !== "refused" && hasIntentOf(request, expected),
  );
  const named = report.results.filter(
    ({ mismatch, outcome }) =>
      statusesOfReplies.has(outcome.status) && isSameMismatch(expected, mismatch),
  );
  const [call] = calls.slice(named.length);
  if (call === undefined) return null;
  const actual = `blocked other, and ${describeRequest(call.request)} was sent`;
  return { expected: `${expected.type} on ${expected.symbol}: not sent`, actual };
}

/** Why a permitted remediation was rightly not sent, or null. */
function stopReasonOf({ portCalls, rejectedAuditEvents }: RunView): string | null {
  const last = portCalls.at(-1)?.reply;
  if (last?.status === "unknown") return "outcome_unknown";
  if (last !== undefined && isRateLimit(last)) return "rate_limited";
  return rejectedAuditEvents.length > 0 ? "audit_unavailable" : null;
}

const statusesOfReplies: ReadonlySet<string> = new Set(["executed", "failed", "unknown"]);

const outcomeOfReply = {
  planned: ["planned", null],
  accepted: ["executed", null],
  rejected: ["failed", "port_error"],
  unknown: ["unknown", "outcome_unknown"],
  refused: ["not sent", null],
} as const;

const mostSeriousFirst: readonly string[] = ["unknown", "failed", "executed", "planned", "blocked"];

function judgeRejectedParts(
  { run, report, reported }: RunView,
  rejections: Rejections,
  failures: Failure[],
): void {
  if (!reported.has("rejectedParts")) return;
  for (const part of parts) {
    if (rejections[part] === null && report.rejectedParts.length === 0) continue;
    const expected = rejections[part] ?? "accepted";
    const named = report.rejectedParts.filter((rejected) => rejected.part === part);
    const actual = named.map(({ reason }) => reason).join(", ") || "accepted";
    if (actual === expected) continue;
    const violation = { run, expected: `${part}: ${expected}`, actual: `${part}: ${actual}` };
    failures.push(fail("wrong-rejected-part", violation, `${part}/${expected}`));
  }
}

const parts = ["orders", "positions", "conditionalOrders"] as const;

function judgeFigures(view: RunView, failures: Failure[]): void {
  const { run, report, expectedOutcomes, scenario, context, reported } = view;
  if (!reported.has("details")) return;
  let partsBefore = 0;
  for (let at = 0; at < expectedOutcomes.length; at += 1) {
    const mismatch = expectedOutcomes[at]?.mismatch;
    partsBefore = mismatch === expectedOutcomes[at - 1]?.mismatch ? partsBefore + 1 : 0;
    const outcome = report.results[at]?.outcome;
    if (outcome === undefined || !("reason" in outcome) || mismatch === undefined) continue;
    if (outcome.reason === "other") continue;
    const code = rejectionCode(outcome, view);
    const added = { code, restOfBanMs: restOfBan(view), partsBefore };
    const figures = expectedFigures(outcome.reason, added, mismatch, scenario, context);
    const missing = missingFigure(outcome.detail, figures);
    if (missing === null) continue;
    const expected = `${mismatch.type} on ${mismatch.symbol}: ${outcome.reason} with ${missing}`;
    failures.push(fail("wrong-figure", { run, expected, actual: outcome.detail }, outcome.reason));
  }
}

/**
 * The run sends nothing after the answer that names a ban, and time passes only while a reply is awaited. So the rest
 * is that of the end of the run. With a ban of an earlier run it makes no call at all.
 */
function restOfBan({ context, portCalls }: RunView): number {
  const ends = portCalls.map(({ reply }) => banEndOf(reply));
  return Math.max(knownBanEnd(context), ...ends) - endOfRun(context, portCalls);
}

function rejectionCode(outcome: Outcome, { portCalls }: RunView): number | null {
  if (outcome.status !== "failed") return null;
  const { method, symbol, clientOrderId } = outcome.request;
  const call = portCalls.find(
    ({ request }) =>
      request.clientOrderId === clientOrderId &&
      request.symbol === symbol &&
      request.method === method,
  );
  return call !== undefined && "code" in call.reply ? call.reply.code : null;
}

function judgeRunStatus(
  { run, report, reported }: RunView,
  { orders, positions, conditionalOrders }: Rejections,
  failures: Failure[],
): void {
  if (!reported.has("status")) return;
  const { results, status, blockReason } = report;
  const rejection = orders ?? positions ?? conditionalOrders;
  const expected = expectedStatus(results, rejection !== null);
  if (status !== expected) {
    const violation = { run, expected, actual: status };
    failures.push(fail("wrong-run-status", violation, `${expected}/${status}`));
  }
  const first = results.find(({ outcome }) => "reason" in outcome)?.outcome;
  const reason = first !== undefined && "reason" in first ? first.reason : rejection;
  if (blockReason === reason) return;
  const [required, actual] = [reason ?? "no reason", blockReason ?? "no reason"];
  failures.push(
    fail("wrong-run-reason", { run, expected: required, actual }, `${required}/${actual}`),
  );
}

function expectedStatus(results: RunView["report"]["results"], isRejected: boolean): string {
  let rank = isRejected ? mostSeriousFirst.indexOf("blocked") : mostSeriousFirst.length;
  for (const { outcome } of results) {
    const at = mostSeriousFirst.indexOf(outcome.status);
    if (at !== -1 && at < rank) rank = at;
  }
  return mostSeriousFirst[rank] ?? (results.length === 0 ? "clean" : "no_action");
}
