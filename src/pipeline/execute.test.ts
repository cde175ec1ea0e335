import { expect, test } from "vitest";
import type { Observation } from "../simulation/observation.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline } from "../simulation/target.ts";
import { dryRun, live, manyOrders, outcomes, type Parts } from "../test-fixtures/observe.ts";
import { observedOrder, openGates, scenarioWith, startsAtMs } from "../test-fixtures/scenarios.ts";

test("a rejected call fails one remediation and the run continues", async () => {
  const seen = await live({
    exchange: { orders: manyOrders },
    steps: [
      { kind: "snapshot" },
      { kind: "set-port-faults", faults: [{ kind: "reject", code: -1001, message: "busy" }] },
      { kind: "reconcile" },
    ],
  });
  expect(outcomes(seen)).toEqual(["port_error", "executed", "executed", "executed"]);
  expect(seen.run.status).toBe("failed");
});

test.each([true, false])("an unknown outcome ends the run; applied: %s", async (applied) => {
  const seen = await live({
    exchange: { orders: manyOrders },
    steps: [
      { kind: "snapshot" },
      { kind: "set-port-faults", faults: [{ kind: "accept" }, { kind: "timeout", applied }] },
      { kind: "reconcile" },
    ],
  });
  expect(outcomes(seen)).toEqual([
    "executed",
    "outcome_unknown",
    "outcome_unknown",
    "outcome_unknown",
  ]);
  expect(seen.run.results.map(({ outcome }) => outcome.status)).toEqual([
    "executed",
    "unknown",
    "blocked",
    "blocked",
  ]);
  expect(seen.portCalls).toHaveLength(2);
  expect(seen.run.status).toBe("unknown");
});

test("a rate-limit answer ends the run, with and without an audit trail", async () => {
  for (const auditEnabled of [false, true]) {
    const seen = await live({
      config: { auditEnabled },
      exchange: { orders: manyOrders },
      steps: [
        { kind: "snapshot" },
        { kind: "set-port-faults", faults: [{ kind: "accept" }, { kind: "rate-limit", banMs: 5 }] },
        { kind: "reconcile" },
      ],
    });
    expect(outcomes(seen)).toEqual(["executed", "port_error", "rate_limited", "rate_limited"]);
    expect(seen.portCalls).toHaveLength(2);
    const ends = seen.auditEvents.flatMap((event) =>
      event.event_type === "REMEDIATE_RESULT" ? [event.banned_until_ms] : [],
    );
    expect(ends).toEqual(auditEnabled ? [undefined, startsAtMs + 5] : []);
  }
});

const audited = { auditEnabled: true };
const events = ({ auditEvents }: Observation) => auditEvents.map(({ event_type }) => event_type);

test("live mode writes each attempt before its call and each result after it", async () => {
  const scenario = scenarioWith({
    gates: openGates,
    config: audited,
    exchange: { orders: manyOrders.slice(0, 2) },
  });
  const seenAtCall: number[] = [];
  const observation = await runScenario(scenario, {
    name: "watching",
    reconcile: (inputs, services) => {
      const written: string[] = [];
      return shippedPipeline.reconcile(inputs, {
        ...services,
        nowMs: services.nowMs,
        readSnapshot: services.readSnapshot,
        audit: {
          append: (event) => {
            written.push(event.event_type);
            return services.audit.append(event);
          },
        },
        port: {
          ...services.port,
          cancelOrder: (permit, request) => {
            seenAtCall.push(written.length);
            return services.port.cancelOrder(permit, request);
          },
        },
      });
    },
  });
  expect(seenAtCall).toEqual([1, 3]);
  expect(events(observation)).toEqual([
    "REMEDIATE_ATTEMPT",
    "REMEDIATE_RESULT",
    "REMEDIATE_ATTEMPT",
    "REMEDIATE_RESULT",
    "RECONCILE_RUN",
  ]);
});

test("a dry run writes only its run event", async () => {
  const seen = await dryRun({ config: audited, exchange: { orders: [observedOrder()] } });
  expect(events(seen)).toEqual(["RECONCILE_RUN"]);
  expect(seen.auditEvents[0]).toMatchObject({
    mode: "dry_run",
    symbols: ["BTCUSDT"],
    status: "planned",
    mismatch_counts: { ORDER_EXISTS_UNEXPECTED: 1, POSITION_NONZERO_UNEXPECTED: 0 },
    details: { cancel_count: 1, flatten_count: 0, planned_count: 1, executed_count: 0 },
  });
});

test("a disabled audit trail writes nothing and blocks nothing", async () => {
  const seen = await live({ exchange: { orders: [observedOrder()] } });
  expect(events(seen)).toEqual([]);
  expect(outcomes(seen)).toEqual(["executed"]);
});

const unwritable: Parts = {
  config: audited,
  exchange: { orders: manyOrders },
  steps: [
    { kind: "snapshot" },
    { kind: "set-audit-fault", writable: false },
    { kind: "reconcile" },
  ],
};

test("in live mode, a rejected attempt event means no port call", async () => {
  const seen = await live(unwritable);
  expect(outcomes(seen)).toEqual(Array.from({ length: 4 }, () => "audit_unavailable"));
  expect(seen.portCalls).toEqual([]);
  expect(seen.run.auditFailure).toContain("not writable");
});

test("a trail that fails during the run keeps the earlier events, and no call follows", async () => {
  const steps: Parts["steps"] = [
    { kind: "snapshot" },
    { kind: "set-audit-fault", writable: false, afterEvents: 3 },
    { kind: "reconcile" },
  ];
  const seen = await live({ ...unwritable, steps });
  const held = ["audit_unavailable", "audit_unavailable"];
  expect(outcomes(seen)).toEqual(["executed", "executed", ...held]);
  expect(seen.portCalls).toHaveLength(2);
  expect(events(seen)).toHaveLength(3);
});

test("a dry run continues without its trail and reports the failure", async () => {
  const seen = await dryRun(unwritable);
  expect(seen.run.counts.planned).toBe(4);
  expect(seen.run.auditFailure).toContain("not writable");
});

test("a port that throws leaves the outcome unknown", async () => {
  const scenario = scenarioWith({ gates: openGates, exchange: { orders: manyOrders } });
  const { runs } = await runScenario(scenario, {
    name: "broken port",
    reconcile: (inputs, services) =>
      shippedPipeline.reconcile(inputs, {
        ...services,
        nowMs: services.nowMs,
        readSnapshot: services.readSnapshot,
        port: { ...services.port, cancelOrder: () => Promise.reject(new Error("socket hang up")) },
      }),
  });
  expect(runs[0]).toMatchObject({ status: "unknown", counts: { unknown: 1, blocked: 3 } });
});

test.each([-1006, -1007])(
  "a rejection by the port with code %i is an unknown outcome",
  async (code) => {
    const scenario = scenarioWith({ gates: openGates, exchange: { orders: manyOrders } });
    const { runs } = await runScenario(scenario, {
      name: "a port without that code",
      reconcile: (inputs, services) =>
        shippedPipeline.reconcile(inputs, {
          ...services,
          nowMs: services.nowMs,
          readSnapshot: services.readSnapshot,
          port: {
            ...services.port,
            cancelOrder: () => Promise.resolve({ status: "rejected", code, message: "unknown" }),
          },
        }),
    });
    expect(runs[0]).toMatchObject({ counts: { unknown: 1, failed: 0, blocked: 3 } });
  },
);

test.each([-1006, -1007])("the simulated port returns code %i as unknown", async (code) => {
  const seen = await live({
    exchange: { orders: manyOrders },
    steps: [
      { kind: "snapshot" },
      { kind: "set-port-faults", faults: [{ kind: "reject", code, message: "status unknown" }] },
      { kind: "reconcile" },
    ],
  });
  expect(seen.portCalls.map(({ reply }) => reply.status)).toEqual(["unknown"]);
  expect(seen.run.counts).toMatchObject({ unknown: 1, failed: 0, blocked: 3 });
});

test("the run event is written although an earlier event was rejected", async () => {
  const scenario = scenarioWith({
    gates: openGates,
    config: audited,
    exchange: { orders: manyOrders },
  });
  let lines = 0;
  const full = { append: () => ((lines += 1) === 1 ? "no space left" : null) };
  const { runs, auditEvents } = await runScenario(scenario, shippedPipeline, { trail: full });
  expect(auditEvents.map(({ event_type }) => event_type)).toEqual(["RECONCILE_RUN"]);
  expect(runs[0]).toMatchObject({ auditFailure: "no space left" });
});

test("a snapshot from before an unknown outcome causes no further action", async () => {
  const seen = await live({
    exchange: { positions: [{ symbol: "BTCUSDT", quantity: "0.001" }] },
    steps: [
      { kind: "snapshot" },
      { kind: "set-port-faults", faults: [{ kind: "timeout", applied: true }] },
      { kind: "reconcile" },
      { kind: "advance-clock", ms: 60_000 },
      { kind: "reconcile" },
    ],
  });
  expect(seen.portCalls).toHaveLength(1);
  expect(seen.run.blockReason).toBe("snapshot_stale");
});
