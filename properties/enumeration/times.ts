/** Ages and waits, on both sides of the bounds that a bot or a venue may have, in several parts of a second. */
import type { ExpectedOrder } from "../../src/domain/order.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { PortFault } from "../../src/domain/port-fault.ts";
import type { SnapshotPartStep, Step } from "../../src/scenario/step.ts";
import { startsAtMs } from "../arbitraries/time.ts";
import { expected, observed, plainScenario } from "./plain-scenario.ts";
import { busy, ok, run, scenarioOf, snapshot, unexpectedOrders, wait } from "./wide-scenario.ts";

/** The ms of the second in which the scenario starts: a time in whole seconds is wrong for some of them. */
const starts = [0, 1, 499, 500, 999].map((ms) => startsAtMs + ms);
const aroundMs = (ms: number) => [ms - 1, ms, ms + 1];

export function snapshotAges(): Scenario[] {
  const maximum = plainScenario.config.snapshotAgeMsMax;
  const exchange = { orders: unexpectedOrders(1) };
  return starts.flatMap((start) =>
    aroundMs(maximum).flatMap((ageMs) => {
      const old: SnapshotPartStep = { kind: "old", ageMs };
      return [
        { orders: old, positions: ok },
        { orders: ok, positions: old },
      ].map((parts) =>
        scenarioOf({ exchange, startsAtMs: start, steps: [{ kind: "snapshot", ...parts }, run] }),
      );
    }),
  );
}

/** The second run, on both sides of a cooldown, a ban, the window of attempts, and the grace period of an order. */
export function waits(): Scenario[] {
  const minute = 60_000;
  const seconds = minute / 1_000;
  // A window of attempts that ends before the cooldown must not shorten it.
  const cooldown = {
    cooldownSeconds: seconds,
    attemptWindowSeconds: seconds / 2,
    maxOrdersPerAction: 1,
  };
  const window = { maxAttemptsPerIntent: 1, attemptWindowSeconds: seconds };
  return starts.flatMap((start) =>
    aroundMs(minute).flatMap((ms) => [
      scenarioOf({
        startsAtMs: start,
        config: cooldown,
        exchange: { orders: unexpectedOrders(2) },
        steps: [snapshot, run, wait(ms), snapshot, run],
      }),
      scenarioOf({
        startsAtMs: start,
        config: window,
        exchange: { orders: unexpectedOrders(1) },
        steps: [
          { kind: "set-port-faults", faults: [busy] },
          snapshot,
          run,
          wait(ms),
          snapshot,
          run,
        ],
      }),
      scenarioOf({
        startsAtMs: start,
        exchange: { orders: unexpectedOrders(1) },
        steps: [
          { kind: "set-port-faults", faults: [{ kind: "rate-limit", banMs: minute }] },
          snapshot,
          run,
          wait(ms),
          snapshot,
          run,
        ],
      }),
      scenarioOf({
        startsAtMs: start,
        config: { orderGracePeriodMs: minute },
        expected: { orders: [createdAt(start - ms)] },
      }),
    ]),
  );
}

function createdAt(createdAtMs: number): ExpectedOrder {
  return { ...expected("OPEN"), createdAtMs };
}

/** A missing and an unexpected order, from the future and on both sides of usual times of forgetting. */
export function orderAges(): Scenario[] {
  const hour = 3_600_000;
  const ages = [hour, 24 * hour, 72 * hour, 30 * 24 * hour].flatMap(aroundMs);
  return [-1_000, ...ages].flatMap((ageMs) => {
    const updatedAtMs = startsAtMs - ageMs;
    return [
      scenarioOf({ expected: { orders: [createdAt(updatedAtMs)] } }),
      scenarioOf({ exchange: { orders: [{ ...observed("OPEN"), updatedAtMs }] } }),
    ];
  });
}

const faultsOf = (...faults: readonly PortFault[]): Step => ({ kind: "set-port-faults", faults });
const again = (ms: number): readonly Step[] => [snapshot, run, wait(ms), snapshot, run];

/** Replies that take time, do not come, or come before their effect. */
export function slowReplies(): Scenario[] {
  const minute = 60_000;
  const old: SnapshotPartStep = { kind: "old", ageMs: plainScenario.config.snapshotAgeMsMax };
  const exchange = { orders: unexpectedOrders(3) };
  const slow = [1, 1_000, 9_999].flatMap((takesMs) => {
    const faults = faultsOf({ kind: "accept", takesMs });
    const oldest: Step = { kind: "snapshot", orders: old, positions: old };
    // The second call of the first run is later than its start.
    const config = { cooldownSeconds: minute / 1_000, maxOrdersPerAction: 2 };
    return [
      scenarioOf({ exchange, steps: [faults, oldest, run] }),
      ...[minute - 1, minute].map((ms) =>
        scenarioOf({ exchange, config, steps: [faults, ...again(ms)] }),
      ),
    ];
  });
  const missing = [true, false].map((applied) =>
    scenarioOf({ exchange, steps: [faultsOf({ kind: "never", applied }), ...again(1)] }),
  );
  const late = aroundMs(500).map((afterMs) => {
    const faults = faultsOf({ kind: "delayed", afterMs, accepted: true });
    return scenarioOf({ exchange, steps: [faults, ...again(500)] });
  });
  return [...slow, ...missing, ...late];
}
