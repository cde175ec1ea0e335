import { expect, test } from "vitest";
import { priorCallSchema, type PortRequest } from "../../src/domain/port-call.ts";
import { contextOf, missingOrder } from "../../src/test-fixtures/oracle.ts";
import { ownId, scenarioWith, startsAtMs } from "../../src/test-fixtures/scenarios.ts";
import {
  attemptLimitReason,
  attemptsInWindow,
  isInWindow,
  wasRetriedAfterUnknown,
} from "./attempts.ts";

const scenario = scenarioWith({ config: { attemptWindowSeconds: 60, maxAttemptsPerIntent: 2 } });

const call = (status: string, agoMs = 0, clientOrderId = ownId()) =>
  priorCallSchema.parse({
    request: { method: "cancelOrder", symbol: "BTCUSDT", clientOrderId },
    atMs: startsAtMs - agoMs,
    status,
  });

test("the attempt window ends after its whole length", () => {
  expect(isInWindow(0, 59_999, scenario)).toBe(true);
  expect(isInWindow(0, 60_000, scenario)).toBe(false);
});

const hasFirstId = ({ clientOrderId }: PortRequest) => clientOrderId === ownId();

test("only attempts for the intent in the window count", () => {
  const calls = [
    call("rejected", 60_000),
    call("rejected", 59_999),
    call("rejected", 1, ownId(2)),
    call("accepted"),
  ];
  expect(attemptsInWindow(calls, hasFirstId, startsAtMs, scenario)).toEqual([calls[1], calls[3]]);
});

test.each([
  [[], false],
  [["unknown"], false],
  [["rejected", "unknown"], false],
  [["unknown", "rejected"], true],
  [["unknown", "unknown"], true],
  [["unknown", "refused"], false],
  [["unknown", "refused", "rejected"], true],
  [["rejected", "rejected"], false],
  [["unknown", "accepted"], false],
  [["unknown", "accepted", "rejected"], false],
  [["unknown", "rejected", "accepted"], false],
  [["unknown", "rejected", "accepted", "unknown", "rejected"], true],
] as const)("after %j an unknown outcome was retried: %s", (statuses, wasRetried) => {
  expect(wasRetriedAfterUnknown(statuses)).toBe(wasRetried);
});

const rejected = call("rejected");

test.each([
  [2, [], null],
  [0, [], "max_attempts_reached"],
  [2, [rejected], null],
  [2, [rejected, rejected], "max_attempts_reached"],
  [1, [call("rejected", 60_000)], null],
  [2, [rejected, call("rejected", 0, ownId(2))], null],
  [2, [call("unknown"), rejected], "outcome_unknown"],
  [1, [call("unknown")], "max_attempts_reached"],
] as const)("with at most %i attempts, %j give the reason %s", (maximum, priorCalls, reason) => {
  const { config } = scenario;
  const limited = { ...scenario, config: { ...config, maxAttemptsPerIntent: maximum } };
  const context = contextOf({ priorCalls });
  expect(attemptLimitReason(missingOrder, limited, context)).toBe(reason);
});
