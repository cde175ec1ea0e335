import { expect, test } from "vitest";
import { runScenario } from "../simulation/run-scenario.ts";
import { longPosition } from "../test-fixtures/observe.ts";
import { openGates, scenarioWith, startsAtMs } from "../test-fixtures/scenarios.ts";
import { defineTarget, type TargetDefinition } from "./define-target.ts";
import type { LeaseGrant, TargetPort } from "./target-run.ts";

type Kept = { readonly instance: number; readonly granted: LeaseGrant | null };

/** Each instance keeps what its lease gave, and the last port of the target stays at hand. */
function leaseTaker() {
  const kept: Kept[] = [];
  const ports: TargetPort[] = [];
  const instance = (number: number): Pick<TargetDefinition, "start" | "reconcile"> => ({
    start: () => undefined,
    reconcile: async (_, port) => {
      ports.push(port);
      kept.push({ instance: number, granted: await port.takeLease() });
      await port.endLease();
      return {};
    },
  });
  const definition = { name: "a bot", reports: [], ...instance(1) };
  const target = defineTarget({ ...definition, openInstance: () => instance(2) });
  return { kept, ports, target, single: defineTarget(definition) };
}

const scenarioOf = (kind: "reconcile" | "reconcile-overlapping") =>
  scenarioWith({
    gates: openGates,
    exchange: { positions: [longPosition] },
    steps: [{ kind: "snapshot" }, kind === "reconcile" ? { kind } : { kind, turns: [3] }],
  });

test("a function target opens a second instance, and only one of the two gets the lease", async () => {
  const { target, kept } = leaseTaker();
  const { targetError } = await runScenario(scenarioOf("reconcile-overlapping"), target);
  expect(targetError).toBe(null);
  expect(kept.map(({ instance, granted }) => [instance, granted !== null])).toEqual([
    [2, false],
    [1, true],
  ]);
  expect(kept[1]?.granted).toMatchObject({ nowMs: startsAtMs, lastPortCallAtMs: null });
});

test("without another instance the lease is free, until the run has ended", async () => {
  const { target, kept, ports } = leaseTaker();
  await runScenario(scenarioOf("reconcile"), target);
  expect(kept).toMatchObject([
    { instance: 1, granted: { nowMs: startsAtMs, priorCalls: [], lastPortCallAtMs: null } },
  ]);
  expect(kept[0]?.granted?.snapshot.positions).toMatchObject({ items: [{ quantity: "0.001" }] });
  expect(await ports[0]?.takeLease()).toBe(null);
});

test("a target without a second instance is not asked to run as two", async () => {
  const { single, kept } = leaseTaker();
  const { targetError } = await runScenario(scenarioOf("reconcile-overlapping"), single);
  expect(targetError).toMatchObject({ kind: "unsupported" });
  expect(kept).toEqual([]);
});
