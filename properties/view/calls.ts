/** The port calls of a sequence, whatever the runs say of them: those that were let through the port. */
import type { PortCall } from "../../src/domain/port-call.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { Case } from "../property.ts";
import { intentOfRequest, isRecent, replyLetters } from "../oracle/expected-outcomes.ts";
import { memoizeLast } from "./memoize-last.ts";

export const callsOf: (observed: Case) => readonly PortCall[] = memoizeLast(({ observation }) =>
  observation.portCalls.filter(({ reply }) => reply.status !== "refused"),
);

/** The calls before the one at a place that wanted the same, within the window before it. */
export function attemptsBefore(
  place: number,
  calls: readonly PortCall[],
  scenario: Scenario,
): readonly PortCall[] {
  const call = calls[place];
  if (call === undefined) return [];
  const wanted = intentOfRequest(call.request);
  return calls
    .slice(0, place)
    .filter(
      (earlier) =>
        isRecent(earlier.atMs, call.atMs, scenario) && intentOfRequest(earlier.request) === wanted,
    );
}

/** A letter each: Accepted, Rejected, Unknown. */
export function lettersOf(calls: readonly PortCall[]): string {
  return calls.map(({ reply }) => replyLetters[reply.status]).join("");
}
