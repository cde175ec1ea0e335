/** Compares the results and port calls of two runs of one target, one by one. */
import type { PortCall, PortRequest } from "../../src/domain/port-call.ts";
import type { MismatchResult, ObservedRun } from "../../src/domain/run-report.ts";
import { fail, pass, discarded } from "../property.ts";
import type { Case, Verdict } from "../property.ts";
import { describeRequest } from "../oracle/requests.ts";

/** Maps a symbol, an id or a sentence of the scenario to its follow-up. */
type Rename = (text: string) => string;

const unchanged: Rename = (text) => text;

/** Passes if both did the same, apart from renamed names; discarded if neither did anything. */
export function compareEffects(
  check: string,
  { observation: expected }: Case,
  { observation: actual }: Case,
  rename: Rename = unchanged,
): Verdict {
  for (let run = 0; run < Math.max(expected.runs.length, actual.runs.length); run += 1) {
    const verdict = compareReports(check, run, expected.runs[run], actual.runs[run], rename);
    if (verdict.kind === "fail") return verdict;
  }
  for (const [call, other] of pairs(expected.portCalls, actual.portCalls)) {
    if (isSameCall(call, other, rename)) continue;
    const run = call?.run ?? other?.run ?? null;
    return fail(check, { run, expected: rename(describeCall(call)), actual: describeCall(other) });
  }
  const hasEffects =
    expected.portCalls.length > 0 || expected.runs.some((run) => resultsOf(run).length > 0);
  return hasEffects ? pass : noEffects;
}

const noEffects = discarded("both runs have no result and no port call");

/** A missing report, or one of another mode, differs. */
export function compareReports(
  check: string,
  run: number,
  expected: ObservedRun | undefined,
  actual: ObservedRun | undefined,
  rename: Rename = unchanged,
): Verdict {
  if (expected?.mode !== actual?.mode) {
    const [mode, other] = [expected?.mode ?? "no run", actual?.mode ?? "no run"];
    return fail(check, { run, expected: mode, actual: other });
  }
  for (const [result, other] of pairs(resultsOf(expected), resultsOf(actual))) {
    if (isSameResult(result, other, rename)) continue;
    const text = rename(describeResult(result));
    return fail(check, { run, expected: text, actual: describeResult(other) });
  }
  return pass;
}

function pairs<Item>(
  left: readonly Item[],
  right: readonly Item[],
): (readonly [Item | undefined, Item | undefined])[] {
  const longer = left.length < right.length ? right : left;
  return longer.map((_, at) => [left[at], right[at]]);
}

function resultsOf(report: ObservedRun | undefined): readonly MismatchResult[] {
  return report !== undefined && "results" in report ? report.results : [];
}

function isSameResult(
  left: MismatchResult | undefined,
  right: MismatchResult | undefined,
  rename: Rename,
): boolean {
  if (left === undefined || right === undefined) return false;
  return (
    left.mismatch.type === right.mismatch.type &&
    rename(left.mismatch.symbol) === right.mismatch.symbol &&
    left.mismatch.positionSide === right.mismatch.positionSide &&
    rename(idOf(left)) === idOf(right) &&
    left.outcome.status === right.outcome.status &&
    reasonOf(left) === reasonOf(right) &&
    isSameRequest(requestOf(left), requestOf(right), rename)
  );
}

function isSameCall(
  left: PortCall | undefined,
  right: PortCall | undefined,
  rename: Rename,
): boolean {
  if (left === undefined || right === undefined) return false;
  return (
    left.run === right.run &&
    left.reply.status === right.reply.status &&
    isSameRequest(left.request, right.request, rename)
  );
}

/** The target chooses the ids of flatten orders, so they may differ. */
function isSameRequest(
  left: PortRequest | null,
  right: PortRequest | null,
  rename: Rename,
): boolean {
  if (left === null || right === null) return left === right;
  if (rename(left.symbol) !== right.symbol) return false;
  if (left.method === "cancelOrder" || right.method === "cancelOrder") {
    return left.method === right.method && rename(left.clientOrderId) === right.clientOrderId;
  }
  return (
    left.side === right.side &&
    left.quantity === right.quantity &&
    left.positionSide === right.positionSide &&
    left.reduceOnly === right.reduceOnly
  );
}

function idOf({ mismatch }: MismatchResult): string {
  return "clientOrderId" in mismatch ? mismatch.clientOrderId : "";
}

function reasonOf({ outcome }: MismatchResult): string | null {
  return "reason" in outcome ? outcome.reason : null;
}

function requestOf({ outcome }: MismatchResult): PortRequest | null {
  return "request" in outcome ? outcome.request : null;
}

function describeResult(result: MismatchResult | undefined): string {
  if (result === undefined) return "no further mismatch";
  const { type, symbol, positionSide } = result.mismatch;
  const request = requestOf(result);
  const outcome = [result.outcome.status, reasonOf(result), request && describeRequest(request)];
  const name = idOf(result) || positionSide;
  return `${type} ${symbol} ${name}: ${outcome.filter((word) => word !== null).join(" ")}`;
}

function describeCall(call: PortCall | undefined): string {
  if (call === undefined) return "no further call";
  return `sent ${describeRequest(call.request)}: ${call.reply.status}`;
}
