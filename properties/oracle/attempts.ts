/** The attempts for one intent, and how many of them the configuration permits. */
import type { PortCall, PortRequest } from "../../src/domain/port-call.ts";
import type { BlockReason } from "../../src/domain/run-report.ts";
import type { RunContext } from "../../src/simulation/observation.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { ExpectedMismatch } from "./expected-mismatches.ts";
import { hasIntentOf } from "./requests.ts";

export function isInWindow(atMs: number, nowMs: number, { config }: Scenario): boolean {
  return nowMs < atMs + config.attemptWindowSeconds * 1_000;
}

/** The calls with the intent in the attempt window that ends now. */
export function attemptsInWindow<
  Call extends { readonly request: PortRequest; readonly atMs: number },
>(
  calls: readonly Call[],
  hasIntent: (request: PortRequest) => boolean,
  nowMs: number,
  scenario: Scenario,
): readonly Call[] {
  return calls.filter(
    ({ request, atMs }) => isInWindow(atMs, nowMs, scenario) && hasIntent(request),
  );
}

/**
 * Whether the one attempt that an unknown outcome permits was already made. For example
 * unknown, rejected: yes; rejected, unknown: no; unknown, accepted: no, because the intent succeeded.
 */
export function wasRetriedAfterUnknown(statuses: readonly PortCall["reply"]["status"][]): boolean {
  let [hasUnknown, wasRetried] = [false, false];
  for (const status of statuses) {
    if (status === "accepted") [hasUnknown, wasRetried] = [false, false];
    else if (status !== "refused") {
      wasRetried = hasUnknown;
      hasUnknown ||= status === "unknown";
    }
  }
  return wasRetried;
}

export function attemptLimitReason(
  mismatch: ExpectedMismatch,
  scenario: Scenario,
  { priorCalls, atMs }: RunContext,
  /** Those of this run: a close that is split has several. */
  attemptsBefore = 0,
): BlockReason | null {
  const { maxAttemptsPerIntent } = scenario.config;
  if (priorCalls.length === 0 && maxAttemptsPerIntent > attemptsBefore) return null;
  const isAttempt = (request: PortRequest) => hasIntentOf(request, mismatch);
  const attempts = attemptsInWindow(priorCalls, isAttempt, atMs, scenario);
  if (wasRetriedAfterUnknown(attempts.map(({ status }) => status))) return "outcome_unknown";
  return attempts.length + attemptsBefore >= maxAttemptsPerIntent ? "max_attempts_reached" : null;
}
