import * as fc from "fast-check";
import { expect, test } from "vitest";
import { sequencesOf } from "../../fuzz/campaign-context.ts";
import { scenarioSchema } from "../../scenario/scenario.ts";
import { observedOrder, scenarioWith, startsAtMs } from "../../test-fixtures/scenarios.ts";
import { inWholeMinutes } from "./whole-minutes.ts";

test("times of orders are earlier, and durations and limits longer", () => {
  const scenario = scenarioWith({
    config: { cooldownSeconds: 61, orderGracePeriodMs: 1, snapshotAgeMsMax: 60_000 },
    exchange: { orders: [observedOrder({ updatedAtMs: startsAtMs - 1 })] },
    steps: [
      { kind: "set-port-faults", faults: [{ kind: "rate-limit", banMs: 59_999 }] },
      { kind: "advance-clock", ms: 0 },
      { kind: "advance-clock", ms: 60_001 },
      { kind: "reconcile" },
    ],
  });
  expect(inWholeMinutes(scenario)).toMatchObject({
    startsAtMs,
    config: { cooldownSeconds: 120, orderGracePeriodMs: 60_000, snapshotAgeMsMax: 60_000 },
    exchange: { orders: [{ updatedAtMs: startsAtMs - 60_000 }] },
    steps: [
      { faults: [{ banMs: 60_000 }] },
      { kind: "advance-clock", ms: 0 },
      { kind: "advance-clock", ms: 120_000 },
      { kind: "reconcile" },
    ],
  });
});

test("a generated sequence stays a scenario, and has no time of less than a minute", () => {
  let numbers = 0;
  const names = /(?:AtMs|Seconds|(?:^m|M)s(?:Max)?)$/;
  fc.assert(
    fc.property(sequencesOf(1, 0), (scenario) => {
      const fit = inWholeMinutes(scenario);
      expect(scenarioSchema.safeParse(fit).error).toBe(undefined);
      JSON.stringify(fit, (name, value: unknown) => {
        if (typeof value !== "number" || !names.test(name)) return value;
        numbers += 1;
        const ms = name.endsWith("Seconds") ? value * 1_000 : value;
        expect((name.endsWith("AtMs") ? ms - fit.startsAtMs : ms) % 60_000 === 0).toBe(true);
        return value;
      });
    }),
    { numRuns: 100, seed: 1 },
  );
  expect(numbers).toBeGreaterThan(1_000);
});
