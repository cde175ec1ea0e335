/** What a target found and did, compared between two of its runs, one mismatch and one call at a time. */
import type { PortCall, PortRequest } from "../../src/domain/port-call.ts";
import type { CompletedRun, MismatchResult, ObservedRun } from "../../src/domain/run-report.ts";
import { fail, pass, discarded } from "../property.ts";
import type { Case, Verdict } from "../property.ts";
import { describeRequest } from "../oracle/expected-outcomes.ts";

type Rename = (text: string) => string;

const asItIs: Rename = (text) => text;

/**
 * Holds when both did the same in every run, names aside that `rename` maps; where neither found nor did
 * anything there is nothing to compare.
 */
export function compareEffects(
  check: string,
  observed: Case,
  followUpCase: Case,
  rename: Rename = asItIs,
): Verdict {
  const [due, seen] = [observed.observation, followUpCase.observation];
  for (let run = 0; run < Math.max(due.runs.length, seen.runs.length); run += 1) {
    const verdict = compareReports(check, run, due.runs[run], seen.runs[run], rename);
    if (verdict.kind === "fail") return verdict;
  }
  for (let at = 0; at < Math.max(due.portCalls.length, seen.portCalls.length); at += 1) {
    const [dueCall, seenCall] = [due.portCalls[at], seen.portCalls[at]];
    if (isSameCall(dueCall, seenCall, rename)) continue;
    const run = dueCall?.run ?? seenCall?.run ?? null;
    const [expected, actual] = [rename(describeCall(dueCall)), describeCall(seenCall)];
    return fail(check, { run, expected, actual });
  }
  const isSomething = due.portCalls.length > 0 || due.runs.some((run) => resultsOf(run).length > 0);
  return isSomething ? pass : nothingFound;
}

const nothingFound = discarded("nothing was found in either run");

/** Compares what two reports list; one that is missing or of another mode differs. */
export function compareReports(
  check: string,
  run: number,
  due: ObservedRun | undefined,
  seen: ObservedRun | undefined,
  rename: Rename = asItIs,
): Verdict {
  if (due?.mode !== seen?.mode) {
    const [expected, actual] = [due?.mode ?? "no run", seen?.mode ?? "no run"];
    return fail(check, { run, expected, actual });
  }
  const [dueResults, seenResults] = [resultsOf(due), resultsOf(seen)];
  for (let at = 0; at < Math.max(dueResults.length, seenResults.length); at += 1) {
    const [dueResult, seenResult] = [dueResults[at], seenResults[at]];
    if (isSameResult(dueResult, seenResult, rename)) continue;
    const [expected, actual] = [rename(describeResult(dueResult)), describeResult(seenResult)];
    return fail(check, { run, expected, actual });
  }
  return pass;
}

function resultsOf(report: ObservedRun | undefined): CompletedRun["results"] {
  return report !== undefined && "results" in report ? report.results : [];
}

function isSameResult(
  due: MismatchResult | undefined,
  seen: MismatchResult | undefined,
  rename: Rename,
): boolean {
  if (due === undefined || seen === undefined) return false;
  const [before, after] = [due.mismatch, seen.mismatch];
  return (
    before.type === after.type &&
    rename(before.symbol) === after.symbol &&
    before.positionSide === after.positionSide &&
    rename(idOf(before)) === idOf(after) &&
    isSameOutcome(due.outcome, seen.outcome, rename)
  );
}

function isSameOutcome(
  due: MismatchResult["outcome"],
  seen: MismatchResult["outcome"],
  rename: Rename,
): boolean {
  return (
    due.status === seen.status &&
    reasonOf(due) === reasonOf(seen) &&
    isSameRequest(requestOf(due), requestOf(seen), rename)
  );
}

function isSameCall(
  due: PortCall | undefined,
  seen: PortCall | undefined,
  rename: Rename,
): boolean {
  if (due === undefined || seen === undefined) return false;
  return (
    due.run === seen.run &&
    due.reply.status === seen.reply.status &&
    isSameRequest(due.request, seen.request, rename)
  );
}

/** The id of a flatten order is the target's own business. */
function isSameRequest(due: PortRequest | null, seen: PortRequest | null, rename: Rename): boolean {
  if (due === null || seen === null) return due === seen;
  if (rename(due.symbol) !== seen.symbol) return false;
  if (due.method === "cancelOrder" || seen.method === "cancelOrder") {
    return due.method === seen.method && rename(due.clientOrderId) === seen.clientOrderId;
  }
  return (
    due.side === seen.side &&
    due.quantity === seen.quantity &&
    due.positionSide === seen.positionSide &&
    due.reduceOnly === seen.reduceOnly
  );
}

function idOf(mismatch: MismatchResult["mismatch"]): string {
  return "clientOrderId" in mismatch ? mismatch.clientOrderId : "";
}

function reasonOf(outcome: MismatchResult["outcome"]): string | null {
  return "reason" in outcome ? outcome.reason : null;
}

function requestOf(outcome: MismatchResult["outcome"]): PortRequest | null {
  return "request" in outcome ? outcome.request : null;
}

function describeResult(result: MismatchResult | undefined): string {
  if (result === undefined) return "nothing more";
  const { mismatch, outcome } = result;
  const name = idOf(mismatch) === "" ? mismatch.positionSide : idOf(mismatch);
  const request = requestOf(outcome);
  const how = [
    outcome.status,
    reasonOf(outcome) ?? "",
    request === null ? "" : describeRequest(request),
  ].filter((word) => word !== "");
  return `${mismatch.type} ${mismatch.symbol} ${name}: ${how.join(" ")}`;
}

function describeCall(call: PortCall | undefined): string {
  if (call === undefined) return "no further call";
  return `sent ${describeRequest(call.request)}: ${call.reply.status}`;
}
