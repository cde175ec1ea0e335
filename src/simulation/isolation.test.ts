/** No target can change what the judge reads, what a later run receives, or what shrinking uses. */
import { expect, test } from "vitest";
import { configSchema } from "../domain/config.ts";
import { expectedOrderSchema, observedOrderSchema } from "../domain/order.ts";
import { judgeCase } from "../fuzz/judge-case.ts";
import { createPipeline, reconcile } from "../pipeline/run.ts";
import type { RunServices } from "../pipeline/services.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { allGatesOpen } from "../domain/gate.ts";
import { allProperties } from "../../properties/all.ts";
import { longPosition, manyOrders } from "../test-fixtures/observe.ts";
import {
  expectedOrder,
  openGates,
  ownId,
  scenarioWith,
  startsAtMs,
} from "../test-fixtures/scenarios.ts";
import { copyInputs, copySnapshot } from "./copies.ts";
import { runScenario } from "./run-scenario.ts";
import { shippedPipeline, type Target } from "./target.ts";

const dryRun = { confirm: null, env: {} };
const closedGate = { confirm: "LIVE_REMEDIATE", env: { ARMED: "1" } };

/** Runs with effects, updates, restarts, a crash, rejections and time-outs. */
const scenario: Scenario = scenarioWith({
  gates: openGates,
  config: {
    action: "cancel_then_flatten",
    auditEnabled: true,
    symbolWhitelist: ["BTCUSDT", "ETHUSDT"],
    allowedStrategies: ["grid", "other"],
  },
  expected: { orders: [expectedOrder({ clientOrderId: ownId(9) })], positions: [longPosition] },
  exchange: { orders: manyOrders, positions: [longPosition] },
  steps: [
    { kind: "snapshot" },
    { kind: "set-port-faults", faults: [{ kind: "disconnect", applied: true }] },
    { kind: "reconcile" },
    { kind: "advance-clock", ms: 1_000 },
    { kind: "snapshot" },
    {
      kind: "order-update",
      clientOrderId: ownId(9),
      status: "FILLED",
      updatedAtMs: startsAtMs + 1,
    },
    { kind: "set-port-faults", faults: [{ kind: "reject", code: -2011, message: "no" }] },
    { kind: "reconcile" },
    { kind: "restart", expectedState: "initial" },
    { kind: "set-gates", gates: dryRun },
    { kind: "reconcile" },
    { kind: "set-gates", gates: closedGate },
    { kind: "reconcile" },
    { kind: "set-gates", gates: openGates },
    { kind: "advance-clock", ms: 1_000 },
    { kind: "snapshot", orders: { kind: "failed" } },
    { kind: "crash", afterInteractions: 3, applied: true },
    { kind: "reconcile" },
    { kind: "snapshot" },
    { kind: "reconcile" },
  ],
});

/** Replaces every value in it, and empties every list. */
function destroy(value: unknown, seen = new Set<object>()): void {
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  seen.add(value);
  for (const key of Reflect.ownKeys(value)) destroy(Reflect.get(value, key), seen);
  if (Array.isArray(value)) value.length = 0;
  else for (const key of Object.keys(value)) Reflect.set(value, key, "destroyed");
}

/** The shipped pipeline, which then destroys all that it received and all that it handed over. */
const destroysAll: Target = {
  name: "destroys all",
  reconcile: async (inputs, services) => {
    const passed: unknown[] = [inputs];
    const pass = <Value>(value: Value): Value => {
      passed.push(value);
      return value;
    };
    const kept = structuredClone(inputs);
    const { port, nowMs, newRunId } = services;
    const report = await reconcile(kept, {
      nowMs,
      newRunId,
      readSnapshot: async () => structuredClone(pass(await services.readSnapshot())),
      audit: {
        append: (event) => {
          const answer = services.audit.append(pass(event));
          destroy(event);
          return answer;
        },
      },
      port: {
        cancelOrder: async (permit, request) => {
          const sent = pass({ ...request });
          const reply = port.cancelOrder(permit, sent);
          destroy(sent);
          return { ...pass(await reply) };
        },
        placeMarketOrder: async (permit, request) => {
          const sent = pass({ ...request });
          const reply = port.placeMarketOrder(permit, sent);
          destroy(sent);
          return { ...pass(await reply) };
        },
        cancelConditionalOrder: async (permit, request) => {
          const sent = pass({ ...request });
          const reply = port.cancelConditionalOrder(permit, sent);
          destroy(sent);
          return { ...pass(await reply) };
        },
      },
    });
    destroy(passed);
    destroy(services);
    setImmediate(() => destroy(report));
    return report;
  },
  applyOrderUpdate: (expected, update) => {
    const applied = structuredClone(expected);
    const orders = applied.orders.map((order) =>
      order.clientOrderId === update.clientOrderId
        ? { ...order, status: update.status, updatedAtMs: update.updatedAtMs }
        : order,
    );
    const handedOver = { ...applied, orders };
    setImmediate(() => destroy([handedOver, expected, update]));
    destroy([expected, update]);
    return handedOver;
  },
};

test("a target that destroys all that it can reach changes nothing that is recorded", async () => {
  const before = structuredClone(scenario);
  const [plain, destroyed] = [
    await runScenario(scenario, shippedPipeline),
    await runScenario(scenario, destroysAll),
  ];
  await new Promise((resolve) => setImmediate(resolve));
  expect(plain.portCalls.length).toBeGreaterThan(3);
  expect(plain.auditEvents.length).toBeGreaterThan(6);
  expect(destroyed).toEqual(plain);
  expect(scenario).toEqual(before);
});

test("no property fails for it, and follow-ups give the same verdicts", async () => {
  const plain = await judgeCase(scenario, shippedPipeline, allProperties);
  const { verdicts } = await judgeCase(scenario, destroysAll, allProperties);
  expect(verdicts).toEqual(plain.verdicts);
  expect(verdicts.some(({ kind }) => kind === "fail")).toBe(false);
});

const asyncFunction: unknown = Object.getPrototypeOf(async () => undefined);
const builtIn = new Set([
  Object.prototype,
  Array.prototype,
  Set.prototype,
  Function.prototype,
  asyncFunction,
]);

/** Every object that can be reached from a value, functions and prototypes too; of Node itself nothing. */
function reachable(value: unknown, seen = new Set<object>()): Set<object> {
  const isObject = (typeof value === "object" || typeof value === "function") && value !== null;
  if (!isObject || builtIn.has(value) || seen.has(value)) return seen;
  seen.add(value);
  for (const key of Reflect.ownKeys(value)) reachable(Reflect.get(value, key), seen);
  return reachable(Object.getPrototypeOf(value), seen);
}

test("no recorder and no record can be reached from the services", async () => {
  let services: RunServices | null = null;
  let inputs: object | null = null;
  const observation = await runScenario(scenario, {
    name: "keeps its services",
    reconcile: (given, own) => {
      [inputs, services] = [given, own];
      return reconcile(given, own);
    },
  });
  const reached = [...reachable([services, inputs])];
  const records = reachable([observation, scenario]);
  expect(reached.length).toBeGreaterThan(20);
  expect(reached.filter((value) => records.has(value))).toEqual([]);
  const instances = reached.filter((value) => {
    const prototype: unknown = Object.getPrototypeOf(value);
    return !Array.isArray(value) && prototype !== Object.prototype && !builtIn.has(prototype);
  });
  expect(instances).toEqual([]);
});

test("a copy is equal, deep and mutable, and has every field of the schemas", async () => {
  const given: unknown[] = [];
  const { runContexts } = await runScenario(scenario, {
    name: "keeps its inputs",
    reconcile: async (inputs, services) => {
      given.push({ ...inputs, snapshot: await services.readSnapshot() });
      return reconcile(inputs, services);
    },
  });
  const { config } = scenario;
  expect(given).toEqual(
    runContexts.map(({ gates, expected, snapshot, lastPortCallAtMs, priorCalls }) => {
      return { gates, config, expected, snapshot, lastPortCallAtMs, priorCalls };
    }),
  );
  for (const value of reachable(given)) expect(Object.isFrozen(value)).toBe(false);
  const whole = observedOrderSchema.parse({ ...manyOrders[0], statusWord: "NEW_WORD" });
  const expected = expectedOrderSchema.parse(
    expectedOrder({ updatedAtMs: startsAtMs, type: "STOP_MARKET", orderId: "1" }),
  );
  expect(Object.keys(whole).toSorted()).toEqual(keysOf(observedOrderSchema));
  expect(Object.keys(expected).toSorted()).toEqual(keysOf(expectedOrderSchema));
  const none = { status: "failed", takenAtMs: 1, error: "no" } as const;
  const orders = { status: "ok", takenAtMs: 1, items: [whole] } as const;
  expect(copySnapshot({ orders, positions: none })).toEqual({ orders, positions: none });
  const inputs = {
    gates: allGatesOpen,
    config: configSchema.parse({ clientOrderIdTemplate: "{number}" }),
    expected: { orders: [expected], positions: [] },
    lastPortCallAtMs: null,
    priorCalls: [],
  };
  expect(copyInputs(inputs)).toEqual(inputs);
  expect(Object.keys(copyInputs(inputs).config).toSorted()).toEqual(keysOf(configSchema));
});

function keysOf(schema: { unwrap: () => { shape: object } }): string[] {
  return Object.keys(schema.unwrap().shape).toSorted();
}

test("a permit is refused in a later run, with open gates too", async () => {
  const permits: unknown[] = [];
  const replies: string[] = [];
  const steps = [{ kind: "snapshot" }, { kind: "reconcile" }, { kind: "reconcile" }] as const;
  const parts = { config: { action: "cancel_all" }, exchange: { orders: manyOrders } } as const;
  const run = createPipeline();
  const target: Target = {
    name: "keeps its permit",
    reconcile: async (inputs, services) => {
      const { port, audit, nowMs, newRunId, readSnapshot } = services;
      const [kept] = permits;
      const again = { method: "cancelOrder", symbol: "BTCUSDT", clientOrderId: ownId(4) } as never;
      if (kept !== undefined) {
        const reply = await port.cancelOrder(kept as never, again).catch(String);
        replies.push(typeof reply === "string" ? reply : reply.status);
      }
      return run(inputs, {
        audit,
        nowMs,
        newRunId,
        readSnapshot,
        port: {
          ...port,
          cancelOrder: (permit, request) => {
            permits.push(permit);
            return port.cancelOrder(permit, request);
          },
        },
      });
    },
  };
  const open = scenarioWith({ gates: openGates, ...parts, steps: [...steps] });
  const { portCalls } = await runScenario(open, target);
  expect(replies).toEqual([expect.stringContaining("without a live permit")]);
  expect(portCalls.filter(({ reply }) => reply.status === "refused")).toHaveLength(1);
  expect(portCalls.filter(({ run: at, reply }) => at === 1 && reply.status === "accepted")).toEqual(
    [],
  );
});

test("the shipped properties and the shipped pipeline cannot be changed", () => {
  const [first] = allProperties;
  expect(() => void Reflect.apply(Array.prototype.pop, allProperties, [])).toThrow(TypeError);
  for (const value of [allProperties, first, shippedPipeline]) {
    expect(Object.isFrozen(value)).toBe(true);
  }
});
