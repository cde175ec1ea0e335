import { expect, test } from "vitest";
import type { AuditEvent } from "../domain/audit-event.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline } from "../simulation/target.ts";
import { longPosition, manyOrders } from "../test-fixtures/observe.ts";
import type { Parts } from "../test-fixtures/observe.ts";
import { openGates, scenarioWith } from "../test-fixtures/scenarios.ts";
import { readPriorCalls } from "./prior-calls.ts";

async function observe(parts: Parts) {
  const config = { action: "cancel_then_flatten", auditEnabled: true } as const;
  return runScenario(scenarioWith({ gates: openGates, config, ...parts }), shippedPipeline);
}

const statuses = (...events: AuditEvent[]) => readPriorCalls(events).map(({ status }) => status);

const look = { kind: "snapshot" } as const;
const run = { kind: "reconcile" } as const;
const no = { kind: "reject", code: -1_111, message: "no" } as const;

test("a trail that was written whole tells every call, what was asked and what was answered", async () => {
  const faults = [{ kind: "accept" } as const, no, { kind: "timeout", applied: true } as const];
  const orders = await observe({
    exchange: { orders: manyOrders },
    steps: [{ kind: "set-port-faults", faults }, look, run],
  });
  const hedge = await observe({
    exchange: {
      positionMode: "hedge",
      positions: [{ ...longPosition, positionSide: "LONG" }],
      prices: { BTCUSDT: "50000" },
    },
    steps: [look, run, { kind: "advance-clock", ms: 7 }, look, run],
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

test("an attempt without a result is unknown, and a result of another run is not its", async () => {
  const { auditEvents } = await observe({
    exchange: { orders: manyOrders.slice(0, 1) },
    steps: [look, run],
  });
  const [attempt, result] = auditEvents;
  if (attempt === undefined || result === undefined) throw new Error("nothing was attempted");
  expect(statuses(attempt, result)).toEqual(["accepted"]);
  expect(statuses(attempt)).toEqual(["unknown"]);
  expect(statuses(attempt, { ...result, run_id: "another" })).toEqual(["unknown"]);
  expect(statuses({ ...result }, attempt)).toEqual(["unknown"]);
});

test("a line that names nothing which can be sent tells of no call", async () => {
  const { auditEvents } = await observe({
    exchange: { orders: manyOrders.slice(0, 1) },
    steps: [look, run],
  });
  const [attempt] = auditEvents;
  if (attempt?.event_type !== "REMEDIATE_ATTEMPT") throw new Error("nothing was attempted");
  expect(readPriorCalls([{ ...attempt, client_order_id: "not an id" }])).toEqual([]);
  expect(readPriorCalls([{ ...attempt, kind: "flatten" }])).toEqual([]);
});
