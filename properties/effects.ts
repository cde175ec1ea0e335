/** What a target did and found, as plain lines that two runs can be compared by. */
import type { MismatchResult } from "../src/domain/run-report.ts";
import { fails, holds } from "../src/harness/property.ts";
import type { Case, Verdict } from "../src/harness/property.ts";
import { describeRequest } from "./oracle/allowed-requests.ts";
import { runsOf } from "./run-view.ts";

const known = new WeakMap<Case, readonly string[]>();

/** One line a mismatch and one a call, in their order, run by run. */
export function effectsOf(observed: Case): readonly string[] {
  const lines = known.get(observed) ?? describeEffects(observed);
  known.set(observed, lines);
  return lines;
}

function describeEffects(observed: Case): string[] {
  return runsOf(observed).flatMap(({ run, report, calls }) => [
    `run ${run} ${report.mode}`,
    ...report.results.map(describeResult),
    ...calls.map(({ request, reply }) => `sent ${describeRequest(request)}: ${reply.status}`),
  ]);
}

function describeResult({ mismatch, outcome }: MismatchResult): string {
  const { type, symbol, positionSide } = mismatch;
  const name = "clientOrderId" in mismatch ? mismatch.clientOrderId : positionSide;
  const reason = "reason" in outcome ? ` ${outcome.reason}` : "";
  const request = outcome.status === "planned" ? ` ${describeRequest(outcome.request)}` : "";
  return `${type} ${symbol} ${name}: ${outcome.status}${reason}${request}`;
}

/** Holds when both lists are the same; else shows the first line that differs. */
export function compareEffects(
  claim: string,
  due: readonly string[],
  seen: readonly string[],
): Verdict {
  const longer = seen.length > due.length ? seen : due;
  const at = longer.findIndex((_, index) => due[index] !== seen[index]);
  if (at === -1) return holds;
  const [expected = "nothing more", happened = "nothing more"] = [due[at], seen[at]];
  return fails(claim, { run: null, expected, happened });
}
