/** Compares the results and port calls of two runs of one target, one by one, and describes the first difference. */
import type { PlannedRequest, PortCall } from "../../src/domain/port-call.ts";
import type { Position } from "../../src/domain/position.ts";
import type { MismatchResult, ObservedRun } from "../../src/domain/run-report.ts";
import { fail, pass, discarded, type Case, type Verdict } from "../property.ts";

/** Maps a symbol or an id of the scenario to its name in the follow-up. */
type Rename = (name: string) => string;

const unchanged: Rename = (name) => name;

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
  for (let at = 0; at < Math.max(expected.portCalls.length, actual.portCalls.length); at += 1) {
    const [left, right] = [expected.portCalls[at], actual.portCalls[at]];
    if (isSameCall(left, right, rename)) continue;
    const [call, other] = [describeCall(left, rename), describeCall(right, unchanged)];
    const run = left?.run ?? right?.run ?? null;
    return fail(check, { run, expected: call, actual: other }, "port calls");
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
  const [mode, otherMode] = [expected?.mode ?? "no run", actual?.mode ?? "no run"];
  if (mode !== otherMode) {
    return fail(check, { run, expected: mode, actual: otherMode }, "modes");
  }
  const [results, otherResults] = [resultsOf(expected), resultsOf(actual)];
  for (let at = 0; at < Math.max(results.length, otherResults.length); at += 1) {
    if (isSameResult(results[at], otherResults[at], rename)) continue;
    const result = describeResult(results[at], rename);
    const other = describeResult(otherResults[at], unchanged);
    const part = differingPart(results[at], otherResults[at]);
    return fail(check, { run, expected: result, actual: other }, `${part}/${mode}`);
  }
  return pass;
}

function differingPart(left: MismatchResult | undefined, right: MismatchResult | undefined) {
  if (left === undefined || right === undefined) return "count of mismatches";
  if (left.mismatch.type !== right.mismatch.type) return "mismatches";
  return left.outcome.status === right.outcome.status ? "details" : "outcomes";
}

function resultsOf(report: ObservedRun | undefined): readonly MismatchResult[] {
  return report !== undefined && "results" in report ? report.results : [];
}

// Only effects that differ are described, because texts are slow.

function isSameResult(
  left: MismatchResult | undefined,
  right: MismatchResult | undefined,
  rename: Rename,
): boolean {
  if (left === undefined || right === undefined) return false;
  const { mismatch, outcome } = left;
  const { mismatch: otherMismatch, outcome: other } = right;
  return (
    mismatch.type === otherMismatch.type &&
    mismatch.positionSide === otherMismatch.positionSide &&
    rename(mismatch.symbol) === otherMismatch.symbol &&
    ("clientOrderId" in mismatch
      ? "clientOrderId" in otherMismatch &&
        rename(mismatch.clientOrderId) === otherMismatch.clientOrderId &&
        mismatch.orderList === otherMismatch.orderList
      : !("clientOrderId" in otherMismatch)) &&
    outcome.status === other.status &&
    ("reason" in outcome
      ? "reason" in other && outcome.reason === other.reason
      : !("reason" in other)) &&
    ("request" in outcome
      ? "request" in other && isSameRequest(outcome.request, other.request, rename)
      : !("request" in other))
  );
}

function isSameCall(
  left: PortCall | undefined,
  right: PortCall | undefined,
  rename: Rename,
): boolean {
  return (
    left !== undefined &&
    right !== undefined &&
    left.run === right.run &&
    left.reply.status === right.reply.status &&
    isSameRequest(left.request, right.request, rename)
  );
}

function isSameRequest(left: PlannedRequest, right: PlannedRequest, rename: Rename): boolean {
  if (rename(left.symbol) !== right.symbol) return false;
  if (left.method !== "placeMarketOrder") {
    return right.method === left.method && rename(left.clientOrderId) === right.clientOrderId;
  }
  return (
    right.method === "placeMarketOrder" &&
    left.side === right.side &&
    left.quantity === right.quantity &&
    left.positionSide === right.positionSide &&
    left.reduceOnly === right.reduceOnly
  );
}

function describeResult(result: MismatchResult | undefined, rename: Rename): string {
  if (result === undefined) return "no further result";
  const { mismatch, outcome } = result;
  const words = [mismatch.type, rename(mismatch.symbol), mismatch.positionSide];
  if ("clientOrderId" in mismatch) {
    if (mismatch.orderList !== undefined) words.push(mismatch.orderList);
    words.push(rename(mismatch.clientOrderId));
  }
  words.push(outcome.status);
  if ("reason" in outcome) words.push(outcome.reason);
  if ("request" in outcome) words.push(describeRequest(outcome.request, rename));
  return words.join(" ");
}

function describeCall(call: PortCall | undefined, rename: Rename): string {
  if (call === undefined) return "no further port call";
  const { run, request, reply } = call;
  return `${describeRequest(request, rename)} in run ${run + 1}: ${reply.status}`;
}

/** Without the id of a flatten order, which the target chooses. */
function describeRequest(request: PlannedRequest, rename: Rename): string {
  const symbol = rename(request.symbol);
  if (request.method !== "placeMarketOrder") {
    const list = request.method === "cancelOrder" ? "" : " conditional";
    return `cancel${list} ${symbol} ${rename(request.clientOrderId)}`;
  }
  const { side, quantity, positionSide, reduceOnly } = request;
  return `${side} ${quantity} ${symbol}, position side ${positionSide}, reduceOnly ${reduceOnly}`;
}

export function describePositions(positions: readonly Position[]): string {
  if (positions.length === 0) return "no position";
  return positions
    .map(({ symbol, positionSide, quantity }) => `${symbol} ${positionSide} ${quantity}`)
    .join(", ");
}
