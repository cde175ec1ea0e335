/** The port calls of all runs that reached the exchange, for properties that do not need the reports. */
import type { PortCall, PortRequest } from "../../src/domain/port-call.ts";
import type { Observation, RunContext } from "../../src/simulation/observation.ts";
import type { Case } from "../property.ts";
import { attemptsInWindow } from "../oracle/attempts.ts";
import { intentOfRequest } from "../oracle/requests.ts";
import { memoizeLast } from "./memoize-last.ts";

export const callsOf: (observed: Case) => readonly PortCall[] = memoizeLast(({ observation }) =>
  observation.portCalls.filter(({ reply }) => reply.status !== "refused"),
);

/**
 * Whether the run of a call can know an earlier one. Where two runs overlap, one of them knows the calls of the other
 * from its lease only.
 */
export function isKnownTo(
  { run }: PortCall,
  earlier: PortCall,
  { runContexts, portCalls }: Observation,
): boolean {
  const overlap = runContexts[run]?.overlap;
  if (overlap === undefined || earlier.run !== overlap.otherRun) return true;
  return portCalls.indexOf(earlier) < overlap.callsKnown;
}

/** When a run ends that made these calls: only replies take time. */
export function endOfRun({ atMs }: RunContext, portCalls: readonly PortCall[]): number {
  return portCalls.at(-1)?.repliedAtMs ?? atMs;
}

/** The earlier calls with the same intent, as far as known, in the attempt window that ends with this call. */
export function attemptsBefore(
  call: PortCall,
  calls: readonly PortCall[],
  { scenario, observation }: Case,
) {
  const earlier = calls
    .slice(0, calls.indexOf(call))
    .filter((made) => isKnownTo(call, made, observation));
  const intent = intentOfRequest(call.request);
  const isAttempt = (request: PortRequest) => intentOfRequest(request) === intent;
  return attemptsInWindow(earlier, isAttempt, call.atMs, scenario);
}
