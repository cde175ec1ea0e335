/** -2011 and -2022 mean that the order or position of the request is gone, so the snapshot is outdated. */
import { Big } from "big.js";
import type { PortCall, PortEffect, PortRequest } from "../src/domain/port-call.ts";
import {
  fail,
  pass,
  discarded,
  type Case,
  type Failure,
  type RunProperty,
  type Verdict,
} from "./property.ts";
import { describeRequest } from "./oracle/requests.ts";
import { callsOf, isKnownTo } from "./view/calls.ts";
import { remediationOf } from "./view/variants.ts";

export const rejectedRemediationsNeedANewSnapshot: RunProperty = {
  kind: "run",
  name: "rejected-remediations-need-a-new-snapshot",
  statement:
    "After the exchange rejects an outdated remediation, no order precedes a new snapshot; no fill passes zero.",
  severity: "money",
  checks: ["fill-past-zero", "order-without-new-snapshot"],
  judgesErroredRuns: true,
  judge: (observed, failures) => {
    const { effects } = observed.observation;
    for (const { run, request, position } of effects) {
      if (position === null || !passesZero(position)) continue;
      const expected = `${position.before} on ${request.symbol} made smaller, or no fill`;
      const actual = `${position.after} after ${describeRequest(request)}`;
      const isReduceOnly = "reduceOnly" in request && request.reduceOnly === true;
      const variant = isReduceOnly ? "reduce-only" : "not reduce-only";
      failures.push(fail("fill-past-zero", { run, expected, actual }, variant));
    }
    const verdict = judgeSnapshots(observed, failures);
    const hasFill = effects.some(({ position }) => position !== null);
    return verdict.kind === "discarded" && hasFill ? pass : verdict;
  },
};

/** True also for a fill that opens a position that was zero. */
function passesZero(position: NonNullable<PortEffect["position"]>): boolean {
  const [before, after] = [new Big(position.before), new Big(position.after)];
  return after.abs().gt(before.abs()) || after.times(before).lt(0);
}

function judgeSnapshots(observed: Case, failures: Failure[]): Verdict {
  const { observation } = observed;
  const calls = callsOf(observed);
  if (!calls.some(isRejectedAsGone)) return discarded("no remediation was outdated");
  for (const [at, call] of calls.entries()) {
    if (!isRejectedAsGone(call)) continue;
    const { request, run, atMs } = call;
    const next = calls
      .slice(at + 1)
      .find((later) => isOrderAfter(request, later) && isKnownTo(later, call, observation));
    const snapshot = observation.runContexts[next?.run ?? -1]?.snapshot;
    if (next === undefined || snapshot === undefined) continue;
    if (next.run !== run && snapshot.positions.takenAtMs > atMs) continue;
    const expected = `a new snapshot of ${request.symbol}: ${describeRequest(request)} was rejected`;
    const actual = describeRequest(next.request);
    const variant = `${remediationOf(request)}/${next.run !== run ? "later run" : "same run"}`;
    failures.push(fail("order-without-new-snapshot", { run: next.run, expected, actual }, variant));
  }
  return pass;
}

function isRejectedAsGone({ reply }: PortCall): boolean {
  return reply.status === "rejected" && (reply.code === -2011 || reply.code === -2022);
}

/** After a cancel: any order on the symbol. After an order: one on the same position side. */
function isOrderAfter(rejected: PortRequest, { request }: PortCall): boolean {
  if (request.method !== "placeMarketOrder" || request.symbol !== rejected.symbol) return false;
  return rejected.method !== "placeMarketOrder" || rejected.positionSide === request.positionSide;
}
