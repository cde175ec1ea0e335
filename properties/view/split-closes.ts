/** Closes that are split: a rejected part ends its close, because only a new snapshot shows what is left. */
import type { PortCall, PortRequest } from "../../src/domain/port-call.ts";
import { banEndOf } from "../oracle/ban.ts";
import type { ExpectedMismatch } from "../oracle/expected-mismatches.ts";
import type { ExpectedOutcome } from "../oracle/expected-outcomes.ts";
import { intentOfRequest } from "../oracle/requests.ts";
import type { RunView } from "./run-view.ts";

/** The permitted outcomes that are due, by the replies of the port. */
export function withoutEndedCloses({
  expectedOutcomes,
  portCalls,
  scenario,
}: RunView): readonly ExpectedOutcome[] {
  const permitted = expectedOutcomes.filter(({ status }) => status === "permitted");
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

/** The requests of a plan that a live run with these calls sends, as far as they ended a close. */
export function withoutEndedParts(
  planned: readonly PortRequest[],
  calls: readonly PortCall[],
): readonly PortRequest[] {
  if (!calls.some(endsClose)) return planned;
  const ended = new Set<string>();
  const due: PortRequest[] = [];
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
  return call?.reply.status === "rejected" && banEndOf(call.reply) === 0;
}
