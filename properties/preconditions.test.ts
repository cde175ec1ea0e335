import { expect, test } from "vitest";
import { judgeCase } from "../src/fuzz/judge-case.ts";
import type { SnapshotPartStep } from "../src/scenario/step.ts";
import { defineTarget } from "../src/target/define-target.ts";
import { shippedPipeline, type Target } from "../src/simulation/target.ts";
import { runEvent } from "../src/test-fixtures/audit-events.ts";
import { type Parts, longPosition, manyOrders } from "../src/test-fixtures/observe.ts";
import { openGates, scenarioWith } from "../src/test-fixtures/scenarios.ts";
import { allProperties } from "./all.ts";
import { plantedBug } from "./planted-bugs/all.ts";
import { targetOf } from "./planted-bugs/planted-bug.ts";

async function judge(name: string, parts: Parts, target: Target = shippedPipeline) {
  const properties = allProperties.filter((property) => property.name === name);
  const scenario = scenarioWith(parts);
  const { verdicts } = await judgeCase(scenario, target, properties);
  const [verdict] = verdicts;
  return verdict?.kind === "fail" ? verdict.check : verdict?.kind;
}

const auditAccepts = (afterEvents: number): NonNullable<Parts["steps"]> => [
  { kind: "snapshot" },
  { kind: "set-audit-fault", writable: false, afterEvents },
  { kind: "reconcile" },
];
const audited = { action: "cancel_all", auditEnabled: true } as const;
const manyCancels: Parts = { gates: openGates, config: audited, exchange: { orders: manyOrders } };

test("without audit trail the shipped pipeline does not act, and no action is judged", async () => {
  const name = "permitted-remediations-are-executed";
  expect(await judge(name, { ...manyCancels, steps: auditAccepts(0) })).toBe("discarded");
  expect(await judge(name, { ...manyCancels, steps: auditAccepts(3) })).toBe("pass");
});

test("a wrong request is not a missing one, even if the run ended early", async () => {
  const parts: Parts = {
    gates: openGates,
    config: { action: "flatten", symbolWhitelist: ["BTCUSDT", "ETHUSDT"] },
    exchange: {
      positions: [longPosition, { symbol: "ETHUSDT", quantity: "0.001" }],
      prices: { BTCUSDT: "50000", ETHUSDT: "50000" },
    },
    steps: [
      { kind: "set-port-faults", faults: [{ kind: "timeout", applied: false }] },
      { kind: "snapshot" },
      { kind: "reconcile" },
    ],
  };
  const name = "permitted-remediations-are-executed";
  expect(await judge(name, parts)).toBe("pass");
  expect(await judge(name, parts, targetOf(plantedBug("flatten-on-same-side")))).toBe(
    "wrong-remediation",
  );
});

test("the accepted events are judged even if the audit sink rejects later ones", async () => {
  const name = "audit-equals-effects";
  const steps = auditAccepts(3);
  expect(await judge(name, { ...manyCancels, steps })).toBe("pass");
  const failed = await judge(
    name,
    { ...manyCancels, steps },
    targetOf(plantedBug("results-not-written")),
  );
  expect(failed).toBe("wrong-attempt-or-result");
  expect(await judge(name, { ...manyCancels, steps: auditAccepts(0) })).toBe("discarded");
});

test.each(["external-orders-change-nothing", "renaming-symbols-renames-the-plan"])(
  "%s is discarded without a mismatch",
  async (name) => {
    expect(await judge(name, { expected: {}, exchange: {} })).toBe("discarded");
    expect(await judge(name, manyCancels)).toBe("pass");
  },
);

test("renaming is discarded when no symbol can be renamed", async () => {
  const parts: Parts = {
    config: { action: "flatten", symbolWhitelist: ["ADAUSDT"] },
    exchange: { positions: [{ symbol: "ADAUSDT", quantity: "1" }], prices: { ADAUSDT: "1" } },
  };
  expect(await judge("renaming-symbols-renames-the-plan", parts)).toBe("discarded");
});

/** A bot that reports only its audit trail, which has these run events. */
const writing = (...events: readonly Parameters<typeof runEvent>[0][]): Target =>
  defineTarget({
    name: "writes",
    reports: ["audit"],
    reconcile: (_, __, trail) => {
      const details = { cancel_count: 1, executed_count: 0, planned_count: 1 };
      for (const event of events) trail.append(runEvent({ details, ...event }));
      return {};
    },
  });

test("the audit trail is judged without reported results, and every event needs a run", async () => {
  const name = "audit-equals-effects";
  const parts: Parts = { config: audited, exchange: { orders: manyOrders.slice(0, 1) } };
  const closed: Parts = { ...parts, gates: { confirm: "LIVE_REMEDIATE", env: {} } };
  const dry = { mode: "dry_run" } as const;
  expect(await judge(name, parts, writing(dry))).toBe("pass");
  expect(await judge(name, parts, writing({ mode: "live" }))).toBe("wrong-attempt-or-result");
  expect(await judge(name, parts, writing(dry, { run_id: "another" }))).toBe("unknown-run-id");
  expect(await judge(name, closed, writing(dry))).toBe("unknown-run-id");
});

const twoOrders = manyOrders.slice(0, 2);
const shown = (orders: SnapshotPartStep): Parts => ({
  config: { action: "cancel_all" },
  exchange: { orders: twoOrders },
  steps: [{ kind: "snapshot", orders }, { kind: "reconcile" }],
});

test.each(["input-order-does-not-matter", "external-orders-change-nothing"])(
  "%s is discarded where the place in a list decides what it shows",
  async (name) => {
    for (const part of [
      { kind: "truncated", count: 1 },
      { kind: "omitting", index: 0 },
      { kind: "repeating", index: 0, ageMs: 0, olderCopy: "last" },
    ] as const) {
      expect(await judge(name, shown(part))).toBe("discarded");
    }
    expect(await judge(name, shown({ kind: "lagging", ageMs: 5 }))).toBe("pass");
  },
);

const misled = (orders: SnapshotPartStep): Parts => ({
  gates: openGates,
  config: { action: "cancel_all", cooldownSeconds: 0 },
  exchange: { orders: twoOrders },
  steps: [
    { kind: "snapshot", orders },
    { kind: "reconcile" },
    { kind: "snapshot" },
    { kind: "reconcile" },
  ],
});

test("a second run may have something to do where the first list hid an order", async () => {
  const name = "a-second-run-has-nothing-to-do";
  expect(await judge(name, misled({ kind: "truncated", count: 1 }))).toBe("discarded");
  expect(await judge(name, misled({ kind: "omitting", index: 1 }))).toBe("discarded");
  expect(await judge(name, misled({ kind: "ok" }))).toBe("pass");
});
