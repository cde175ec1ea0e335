/** The requests that are due: a rejected part of a close ends it, and an update within a run makes calls needless. */
import type { PortCall, PlannedRequest } from "../../src/domain/port-call.ts";
import { isRateLimit } from "../oracle/ban.ts";
import type { ExpectedMismatch } from "../oracle/expected-mismatches.ts";
import type { ExpectedOutcome } from "../oracle/expected-outcomes.ts";
import { intentOfRequest } from "../oracle/requests.ts";
import type { RunView } from "./run-view.ts";
import { withoutNeedless } from "./updates-in-runs.ts";

/** The permitted outcomes that are due, by the replies of the port and the updates that arrived in the run. */
export function dueOutcomes(view: RunView): readonly ExpectedOutcome[] {
  const { expectedOutcomes, portCalls, scenario, requests, updatesInRun, context } = view;
  const all = expectedOutcomes.filter(({ status }) => status === "permitted");
  const permitted = withoutNeedless(all, requests, updatesInRun, context);
  if (scenario.exchange.filters === undefined) return permitted;
  const ended = new Set<ExpectedMismatch>();
  const due: ExpectedOutcome[] = [];
  for (const outcome of permitted) {
    if (ended.has(outcome.mismatch)) continue;
    if (endsClose(portCalls[due.length])) ended.add(outcome.mismatch);
    due.push(outcome);
  }
  return due;
}

const none: ReadonlySet<ExpectedOutcome> = new Set();

/** The permitted outcomes that the run left out, because updates that arrived in it made them needless. */
export function needlessOutcomes(view: RunView): ReadonlySet<ExpectedOutcome> {
  const { expectedOutcomes, requests, updatesInRun, context } = view;
  if (updatesInRun.length === 0) return none;
  const permitted = expectedOutcomes.filter(({ status }) => status === "permitted");
  const left = withoutNeedless(permitted, requests, updatesInRun, context);
  return new Set(permitted.filter((outcome) => !left.includes(outcome)));
}

/** The requests of a plan that a live run with these calls sends, as far as they ended a close. */
export function withoutEndedParts(
  planned: readonly PlannedRequest[],
  calls: readonly PortCall[],
): readonly PlannedRequest[] {
  if (!calls.some(endsClose)) return planned;
  const ended = new Set<string>();
  const due: PlannedRequest[] = [];
  for (const request of planned) {
    const intent = intentOfRequest(request);
    if (ended.has(intent)) continue;
    if (endsClose(calls[due.length])) ended.add(intent);
    due.push(request);
  }
  return due;
}

/** A rate limit ends the whole run. */
function endsClose(call: PortCall | undefined): boolean {
  return call?.reply.status === "rejected" && !isRateLimit(call.reply);
}
