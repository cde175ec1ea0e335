/** The port calls of all runs that reached the exchange, for properties that do not need the reports. */
import type { PortCall, PortRequest } from "../../src/domain/port-call.ts";
import type { RunContext } from "../../src/simulation/observation.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { Case } from "../property.ts";
import { attemptsInWindow } from "../oracle/attempts.ts";
import { intentOfRequest } from "../oracle/requests.ts";
import { memoizeLast } from "./memoize-last.ts";

export const callsOf: (observed: Case) => readonly PortCall[] = memoizeLast(({ observation }) =>
  observation.portCalls.filter(({ reply }) => reply.status !== "refused"),
);

/** When a run ends that made these calls: only replies take time. */
export function endOfRun({ atMs }: RunContext, portCalls: readonly PortCall[]): number {
  return portCalls.at(-1)?.repliedAtMs ?? atMs;
}

/** The earlier calls with the same intent, in the attempt window that ends with this call. */
export function attemptsBefore(call: PortCall, calls: readonly PortCall[], scenario: Scenario) {
  const earlier = calls.slice(0, calls.indexOf(call));
  const intent = intentOfRequest(call.request);
  const isAttempt = (request: PortRequest) => intentOfRequest(request) === intent;
  return attemptsInWindow(earlier, isAttempt, call.atMs, scenario);
}
