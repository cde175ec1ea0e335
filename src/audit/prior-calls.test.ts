import { expect, test } from "vitest";
import type { AuditEvent } from "../domain/audit-event.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline } from "../simulation/target.ts";
import { longPosition, manyOrders, type Parts } from "../test-fixtures/observe.ts";
import { attemptEvent, resultEvent } from "../test-fixtures/audit-events.ts";
import { openGates, scenarioWith, startsAtMs } from "../test-fixtures/scenarios.ts";
import { readPriorCalls } from "./prior-calls.ts";

async function observe(parts: Parts) {
  const config = { action: "cancel_then_flatten", auditEnabled: true } as const;
  return runScenario(scenarioWith({ gates: openGates, config, ...parts }), shippedPipeline);
}

const statuses = (...events: AuditEvent[]) => readPriorCalls(events).map(({ status }) => status);

const snapshot = { kind: "snapshot" } as const;
const run = { kind: "reconcile" } as const;
const rejected = { kind: "reject", code: -1_111, message: "no" } as const;

test("a complete trail yields every port call with its request, its time and its reply", async () => {
  // A result is later than its call.
  const takesMs = 1_000;
  const faults = [
    { kind: "accept", takesMs } as const,
    { ...rejected, takesMs },
    { kind: "timeout", applied: true, takesMs } as const,
  ];
  const orders = await observe({
    exchange: { orders: manyOrders },
    steps: [{ kind: "set-port-faults", faults }, snapshot, run],
  });
  const hedge = await observe({
    exchange: {
      positionMode: "hedge",
      positions: [{ ...longPosition, positionSide: "LONG" }],
      prices: { BTCUSDT: "50000" },
    },
    steps: [snapshot, run, { kind: "advance-clock", ms: 7 }, snapshot, run],
  });
  for (const { portCalls, auditEvents } of [orders, hedge]) {
    expect(portCalls.length).toBeGreaterThan(0);
    expect(readPriorCalls(auditEvents)).toEqual(
      portCalls.map(({ request, atMs, reply }) => ({ request, atMs, status: reply.status })),
    );
  }
  expect(orders.portCalls.map(({ reply }) => reply.status)).toEqual([
    "accepted",
    "rejected",
    "unknown",
  ]);
});

test("a ban stays in the trail, with its end", async () => {
  const faults = [{ kind: "rate-limit", banMs: 60_000 } as const];
  const { portCalls, auditEvents } = await observe({
    exchange: { orders: manyOrders },
    steps: [{ kind: "set-port-faults", faults }, snapshot, run],
  });
  const [call] = portCalls;
  expect(readPriorCalls(auditEvents)).toEqual([
    {
      request: call?.request,
      atMs: startsAtMs,
      status: "rejected",
      bannedUntilMs: startsAtMs + 60_000,
    },
  ]);
});

test("an attempt without a result of its own run is unknown", async () => {
  const { auditEvents } = await observe({
    exchange: { orders: manyOrders.slice(0, 1) },
    steps: [snapshot, run],
  });
  const [attempt, result] = auditEvents;
  if (attempt === undefined || result === undefined) throw new Error("no attempt");
  expect(statuses(attempt, result)).toEqual(["accepted"]);
  expect(statuses(attempt)).toEqual(["unknown"]);
  expect(statuses(attempt, { ...result, run_id: "another" })).toEqual(["unknown"]);
  expect(statuses({ ...result }, attempt)).toEqual(["unknown"]);
});

test("a result ends the attempt of its own sequence number", async () => {
  const { auditEvents } = await observe({
    exchange: { orders: manyOrders.slice(0, 2) },
    steps: [snapshot, run],
  });
  const [first, ended, second] = auditEvents;
  if (first === undefined || ended === undefined || second === undefined) {
    throw new Error("there are no two attempts");
  }
  expect(statuses(first, second, ended)).toEqual(["accepted", "unknown"]);
});

test("an attempt that is not a valid request is no call", async () => {
  const { auditEvents } = await observe({
    exchange: { orders: manyOrders.slice(0, 1) },
    steps: [snapshot, run],
  });
  const [attempt] = auditEvents;
  if (attempt?.event_type !== "REMEDIATE_ATTEMPT") throw new Error("no attempt");
  expect(readPriorCalls([{ ...attempt, client_order_id: "not an id" }])).toEqual([]);
  expect(readPriorCalls([{ ...attempt, kind: "flatten" }])).toEqual([]);
});

test("the cancel of a conditional order is a call of its own endpoint", () => {
  const [call] = readPriorCalls([attemptEvent({ order_list: "conditional" }), resultEvent()]);
  expect(call?.request.method).toBe("cancelConditionalOrder");
});

const ofRun = (run_id: string, parts: { readonly account?: string } = {}) => [
  attemptEvent({ run_id, ...parts }),
  resultEvent({ run_id, ...parts }),
];

test("a trail of two accounts is read by account; without one, all events are read", () => {
  const events = [...ofRun("1", { account: "a" }), ...ofRun("2", { account: "b" }), ...ofRun("3")];
  expect(readPriorCalls(events)).toHaveLength(3);
  expect(readPriorCalls(events, "a")).toHaveLength(1);
  expect(readPriorCalls(events, "c")).toEqual([]);
});
