/** The scenario of a violation: the run with what it read, and the runs before it on which it depends. */
import { expect, test } from "vitest";
import type { PortFault } from "../domain/port-fault.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Step } from "../scenario/step.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline } from "../simulation/target.ts";
import { longPosition, manyOrders, type Parts } from "../test-fixtures/observe.ts";
import { recordsOf, textsOf } from "../test-fixtures/records.ts";
import { openGates, scenarioWith, startsAtMs } from "../test-fixtures/scenarios.ts";
import { observedRecords } from "./observed-case.ts";
import { scenarioOfRun } from "./scenario-of-run.ts";

const [snapshot, run] = [{ kind: "snapshot" }, { kind: "reconcile" }] as const;
const wait = { kind: "advance-clock", ms: 60_000 } as const;
const ofOneRun = { property: "orders-beat-positions", statement: "S." };
const ofSeveral = { property: "cooldown-holds", statement: "S." };

async function observedOf(parts: Parts) {
  const config = { auditEnabled: true, ...parts.config };
  const scenario = scenarioWith({ gates: openGates, ...parts, config });
  const records = recordsOf(textsOf(scenario, await runScenario(scenario, shippedPipeline)));
  if (records === null) throw new Error("there are events");
  return observedRecords(records);
}

async function scenarioFrom(parts: Parts, at: number, of = ofOneRun): Promise<Scenario> {
  const scenario = scenarioOfRun(await observedOf(parts), at, of);
  if (typeof scenario === "string") throw new Error(scenario);
  return scenario;
}

const stepsOf = ({ steps }: Scenario, kind: Step["kind"]) =>
  steps.filter((step) => step.kind === kind);

test("a run alone starts with what it expected and read", async () => {
  const [, second] = manyOrders;
  if (second === undefined) throw new Error("there are orders");
  const listsOnlyOpenOrders = true;
  const prices = { BTCUSDT: "50000" };
  const exchange = { orders: manyOrders.slice(0, 1), prices, listsOnlyOpenOrders };
  const steps = [
    snapshot,
    run,
    wait,
    { kind: "add-order", order: second } as const,
    { kind: "set-position", position: { ...longPosition, positionSide: "BOTH" } } as const,
    snapshot,
    run,
  ];
  const scenario = await scenarioFrom({ exchange, steps }, 1);
  expect(scenario).toMatchObject({
    startsAtMs: startsAtMs + 60_000,
    gates: openGates,
    exchange: {
      positionMode: "one_way",
      orders: [{ clientOrderId: second.clientOrderId }],
      positions: [{ symbol: "BTCUSDT", quantity: "0.001" }],
      prices: { BTCUSDT: "50000" },
    },
  });
  expect(scenario.steps.map(({ kind }) => kind)).toEqual([
    "set-port-faults",
    "snapshot",
    "reconcile",
  ]);
  const hedge = { ...longPosition, positionSide: "LONG" as const };
  const inHedge = { positionMode: "hedge" as const, positions: [hedge], prices };
  expect((await scenarioFrom({ exchange: inHedge }, 0)).exchange.positionMode).toBe("hedge");
});

test("the runs before come with what changed between them", async () => {
  const [first, second] = manyOrders;
  if (first === undefined || second === undefined) throw new Error("there are orders");
  const { clientOrderId, symbol } = second;
  const closed = { confirm: null, env: {} };
  const scenario = await scenarioFrom(
    {
      exchange: {
        orders: [first, second],
        positions: [longPosition],
        listsOnlyOpenOrders: true,
        prices: { BTCUSDT: "50000" },
      },
      config: { maxOrdersPerAction: 1 },
      steps: [
        snapshot,
        run,
        wait,
        { kind: "cancel-by-exchange", clientOrderId, symbol },
        { kind: "add-order", order: manyOrders[2] ?? first },
        {
          kind: "set-position",
          position: { ...longPosition, positionSide: "BOTH", quantity: "0" },
        },
        { kind: "set-gates", gates: closed },
        { kind: "set-config", config: { action: "cancel_all" } },
        snapshot,
        run,
      ],
    },
    1,
    ofSeveral,
  );
  expect(scenario).toMatchObject({ startsAtMs, exchange: { orders: [first, second] } });
  expect(stepsOf(scenario, "reconcile")).toHaveLength(2);
  expect(stepsOf(scenario, "advance-clock")).toEqual([wait]);
  expect(stepsOf(scenario, "set-gates")).toEqual([{ kind: "set-gates", gates: closed }]);
  expect(stepsOf(scenario, "set-config")).toMatchObject([{ config: { action: "cancel_all" } }]);
  const ended = stepsOf(scenario, "cancel-by-exchange");
  expect(ended).toContainEqual({ kind: "cancel-by-exchange", clientOrderId, symbol });
  expect(stepsOf(scenario, "add-order")).toMatchObject([{ order: manyOrders[2] }]);
  expect(stepsOf(scenario, "set-position")).toMatchObject([{ position: { quantity: "0" } }]);
});

test("of many runs before the last five with port calls come, and always the one before", async () => {
  const orders = Array.from({ length: 8 }, (_, at) => ({
    ...manyOrders[0],
    clientOrderId: `grinder_grid_BTCUSDT_${at + 1}_1704067100_1`,
    orderId: `${at + 1}`,
  }));
  const cycle = [wait, snapshot, run];
  const parts = {
    exchange: { orders: orders as typeof manyOrders, listsOnlyOpenOrders: true },
    config: { maxOrdersPerAction: 1 },
    // Eight runs with a call each, and two without.
    steps: Array.from({ length: 10 }, () => cycle).flat(),
  };
  const scenario = await scenarioFrom(parts, 9, ofSeveral);
  const calls = stepsOf(scenario, "set-port-faults").map((step) =>
    step.kind === "set-port-faults" ? step.faults.length : -1,
  );
  expect(calls).toEqual([1, 1, 1, 1, 0, 0]);
  expect(scenario.exchange.orders.map(({ orderId }) => orderId)).toEqual(["5", "6", "7", "8"]);
});

test.each<[PortFault, object]>([
  [{ kind: "accept" }, { kind: "accept" }],
  [
    { kind: "accept", takesMs: 20 },
    { kind: "accept", takesMs: 20 },
  ],
  [
    { kind: "timeout", applied: true },
    { kind: "timeout", applied: false },
  ],
  [
    { kind: "reject", code: -2011, message: "Unknown order sent." },
    { kind: "reject", code: -2011, message: "Unknown order sent." },
  ],
  [
    { kind: "rate-limit", banMs: 5_000 },
    { kind: "rate-limit", banMs: 5_000 },
  ],
])("a call with the fault %j is repeated as %j", async (fault, expected) => {
  const exchange = { orders: manyOrders.slice(0, 1) };
  const steps = [{ kind: "set-port-faults", faults: [fault] } as const, snapshot, run];
  const scenario = await scenarioFrom({ exchange, steps }, 0);
  expect(stepsOf(scenario, "set-port-faults")).toEqual([
    { kind: "set-port-faults", faults: [expected] },
  ]);
});

test("a list that failed, or has another time than the run, is read so again", async () => {
  const exchange = { orders: manyOrders.slice(0, 1) };
  const parts = {
    orders: { kind: "failed" } as const,
    positions: { kind: "old", ageMs: 500_000 } as const,
  };
  const read = async (part: object) =>
    stepsOf(
      await scenarioFrom({ exchange, steps: [{ ...snapshot, ...part }, run] }, 0),
      "snapshot",
    );
  expect(await read(parts)).toEqual([{ kind: "snapshot", ...parts }]);
  const future = { orders: { kind: "future", skewMs: 70_000 } as const };
  expect(await read(future)).toMatchObject([{ ...future, positions: { kind: "ok" } }]);
});

test("without what the run read, or its settings, there is no scenario, but a reason", async () => {
  const observed = await observedOf({ exchange: { orders: manyOrders.slice(0, 1) } });
  const [known] = observed.runs;
  if (known === undefined) throw new Error("there is a run");
  const reasonOf = (parts: object) =>
    scenarioOfRun({ ...observed, runs: [{ ...known, ...parts }] }, 0, ofOneRun);
  expect(reasonOf({ reads: null })).toBe("the log does not have what the run read");
  expect(reasonOf({ setting: { gates: openGates } })).toBe(
    "the settings have no gates or no config",
  );
  expect(scenarioOfRun(observed, 7, ofOneRun)).toBe("the log does not have what the run read");
});

test("a position that is no longer listed is closed before the run", async () => {
  const prices = { BTCUSDT: "50000" };
  const exchange = { orders: manyOrders.slice(0, 1), positions: [longPosition], prices };
  const steps = [snapshot, run, wait, snapshot, run];
  const observed = await observedOf({ exchange, steps });
  const [first, second] = observed.runs;
  if (first === undefined || second?.reads == null) throw new Error("there are two runs");
  const none = { status: "ok" as const, takenAtMs: second.reads.atMs, items: [] };
  const snapshotOf = { ...second.reads.snapshot, positions: none };
  const runs = [first, { ...second, reads: { ...second.reads, snapshot: snapshotOf } }];
  const scenario = scenarioOfRun({ ...observed, runs }, 1, ofSeveral);
  if (typeof scenario === "string") throw new Error(scenario);
  expect(stepsOf(scenario, "set-position")).toMatchObject([
    { position: { symbol: "BTCUSDT", positionSide: "BOTH", quantity: "0" } },
  ]);
});
