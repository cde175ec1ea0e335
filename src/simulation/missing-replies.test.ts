import { expect, test } from "vitest";
import { defineTarget } from "../target/define-target.ts";
import { live, manyOrders } from "../test-fixtures/observe.ts";
import { openGates, scenarioWith, startsAtMs } from "../test-fixtures/scenarios.ts";
import { runScenario } from "./run-scenario.ts";
import { shippedPipeline, type Target } from "./target.ts";

const partsWith = (...faults: readonly object[]) => ({
  exchange: { orders: manyOrders.slice(0, 2) },
  config: { auditEnabled: true },
  steps: [
    { kind: "set-port-faults" as const, faults: faults as never },
    { kind: "snapshot" as const },
    { kind: "reconcile" as const },
  ],
});
const after = (atMs: number) => atMs - startsAtMs;

test.each([
  ["never comes", { kind: "never", applied: true }],
  ["comes when the pipeline stops waiting", { kind: "accept", takesMs: 10_000 }],
  ["comes later", { kind: "reject", code: -2011, message: "Unknown order.", takesMs: 60_000 }],
])("a reply that %s is an unknown outcome, and no refusal", async (_, fault) => {
  const { portCalls, run, auditEvents } = await live(partsWith(fault));
  expect(portCalls.map(({ reply, repliedAtMs }) => [reply.status, after(repliedAtMs)])).toEqual([
    ["unknown", 10_000],
  ]);
  expect([run.status, after(run.endedAtMs)]).toEqual(["unknown", 10_000]);
  expect(auditEvents[1]).toMatchObject({
    status: "unknown",
    ts_ms: startsAtMs + 10_000,
    error_code: null,
    error_message: "there was no reply within 10000 ms",
  });
});

test("a reply one millisecond earlier counts", async () => {
  const { portCalls, run } = await live(partsWith({ kind: "accept", takesMs: 9_999 }));
  expect(portCalls.map(({ reply }) => reply.status)).toEqual(["accepted", "accepted"]);
  expect([run.status, after(run.endedAtMs)]).toEqual(["executed", 9_999]);
});

test.each([true, false])("a request without a reply took effect: %s", async (applied) => {
  const { effects } = await live(partsWith({ kind: "never", applied }));
  expect(effects).toHaveLength(applied ? 1 : 0);
});

const observe = async (target: Target, ...faults: readonly object[]) =>
  runScenario(scenarioWith({ gates: openGates, ...partsWith(...faults) }), target);

test("a target without a time-out of its own gets the answer of a time-out", async () => {
  const { replyTimeoutMs: _, ...patient } = shippedPipeline;
  const { portCalls } = await observe(patient, { kind: "never", applied: false });
  expect(portCalls).toMatchObject([
    { fault: "never", reply: { status: "unknown", code: -1007 }, repliedAtMs: startsAtMs },
  ]);
});

type Reconcile = Parameters<typeof defineTarget>[0]["reconcile"];

const targetWith = (reconcile: Reconcile, replyTimeoutMs?: number) =>
  defineTarget({
    name: "a waiting bot",
    reports: [],
    reconcile,
    ...(replyTimeoutMs !== undefined && { replyTimeoutMs }),
  });

const slow = { kind: "accept", takesMs: 6_000 } as const;

test.each([
  ["by a time-out of the call", true, 10_000, [6_000, 12_000]],
  ["by a time-out of an earlier call, before the reply", false, 10_000, [6_000, 10_000]],
  ["not, where it declares no time-out", false, undefined, [6_000, 12_000]],
])("a target stops waiting %s", async (_, isPerCall, replyTimeoutMs, expectedTimes) => {
  const times: number[] = [];
  const target = targetWith(async (_inputs, port) => {
    let timeout: Promise<void> | null = null;
    for (const { symbol, clientOrderId } of manyOrders.slice(0, 2)) {
      if (isPerCall) timeout = null;
      const reply = port.cancelOrder({ symbol, clientOrderId });
      timeout ??= port.after(10_000);
      await Promise.race([reply, timeout]);
      times.push(after(port.nowMs()));
    }
    return {};
  }, replyTimeoutMs);
  await observe(target, slow, slow);
  expect(times).toEqual(expectedTimes);
});

const request = { symbol: "BTCUSDT", clientOrderId: "grinder_grid_BTCUSDT_1_1704067100_1" };

test("a defined target stops waiting by its own time-out", async () => {
  const times: number[] = [];
  const target = targetWith(async (_, port) => {
    const reply = port.cancelOrder(request);
    await Promise.race([reply, port.after(700)]);
    times.push(after(port.nowMs()));
    return {};
  }, 700);
  expect((await observe(target, { kind: "never", applied: false })).targetError).toBeNull();
  await observe(target, { kind: "accept", takesMs: 699 });
  expect(times).toEqual([700, 699]);
});

test("a target that declares a time-out and starts no wait gets the answer of a time-out", async () => {
  const seen: unknown[] = [];
  const target = targetWith(async (_, port) => {
    seen.push((await port.cancelOrder(request)).status, after(port.nowMs()));
    return {};
  }, 700);
  await observe(target, { kind: "never", applied: false });
  expect(seen).toEqual(["unknown", 700]);
});

test("a wait of a process that crashed does not end", async () => {
  const scenario = scenarioWith({
    gates: openGates,
    ...partsWith(),
    steps: [
      { kind: "crash", afterInteractions: 1, applied: true },
      ...partsWith().steps,
      { kind: "advance-clock", ms: 10_000 },
      { kind: "reconcile" },
    ],
  });
  const { runs, auditEvents, rejectedAuditEvents } = await runScenario(scenario, shippedPipeline);
  expect(runs.map(({ mode }) => mode)).toEqual(["crashed", "live"]);
  expect([auditEvents.length, rejectedAuditEvents.length]).toEqual([2, 0]);
});
