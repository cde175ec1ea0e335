import { expect, test } from "vitest";
import { SimulatedClock } from "../../exchange/simulated-clock.ts";
import { renderTimeline } from "../../report/timeline.ts";
import { runScenario } from "../../simulation/run-scenario.ts";
import { shippedPipeline } from "../../simulation/target.ts";
import { manyOrders, type Parts } from "../../test-fixtures/observe.ts";
import {
  expectedOrder,
  observedOrder,
  openGates,
  ownId,
  scenarioWith,
  startsAtMs,
} from "../../test-fixtures/scenarios.ts";
import { simplerSteps } from "../step.ts";

type StepInput = NonNullable<Parts["steps"]>[number];

const run: StepInput = { kind: "reconcile" };
const snapshot: StepInput = { kind: "snapshot" };
const set = (byMs: number): StepInput => ({ kind: "set-clock", byMs });
const wait = (ms: number): StepInput => ({ kind: "advance-clock", ms });
const after = (atMs: number | null | undefined) => (atMs ?? Number.NaN) - startsAtMs;

async function observe(steps: readonly StepInput[], parts: Parts = {}) {
  const scenario = scenarioWith({ gates: openGates, ...parts, steps: [...steps] });
  return { scenario, observation: await runScenario(scenario, shippedPipeline) };
}

test("the clock of the bot jumps, and that of the exchange does not", () => {
  const clock = new SimulatedClock(1_000);
  clock.setBotBy(500);
  clock.advance(10);
  expect([clock.exchangeMs, clock.botMs]).toEqual([1_010, 1_510]);
  clock.setBotBy(-700);
  expect([clock.exchangeMs, clock.botMs]).toEqual([1_010, 810]);
  clock.setBotBy(-9_999);
  expect(clock.botMs).toBe(0);
});

test("after the clock was set back nothing is sent until it has passed the last port call", async () => {
  const maxOrders = { config: { maxOrdersPerAction: 1 }, exchange: { orders: manyOrders } };
  const steps = [snapshot, run, set(-50), snapshot, run, wait(50), snapshot, run];
  const { observation } = await observe(steps, maxOrders);
  expect(observation.runContexts.map(({ atMs }) => after(atMs))).toEqual([0, -50, 1]);
  expect(observation.runs).toMatchObject([
    { status: "executed" },
    { status: "blocked", blockReason: "snapshot_stale" },
    { status: "executed" },
  ]);
  expect(observation.portCalls.map(({ atMs }) => after(atMs))).toEqual([0, 1]);
});

test("a snapshot from before the clock was set back comes from the future", async () => {
  const { observation } = await observe([snapshot, set(-1), run], {
    exchange: { orders: manyOrders },
  });
  expect(observation.runs).toMatchObject([{ blockReason: "snapshot_stale", results: [] }]);
});

test("a snapshot has the time of the bot, and an order the time of the exchange", async () => {
  const id = ownId();
  const steps: StepInput[] = [
    set(-60_000),
    { kind: "place-order", order: expectedOrder() },
    wait(10),
    { kind: "fill-order", clientOrderId: id },
    { kind: "snapshot", positions: { kind: "old", ageMs: 10 } },
    run,
  ];
  const { observation } = await observe(steps);
  const { orders, positions } = observation.runContexts[0]?.snapshot ?? {};
  expect([orders?.takenAtMs, positions?.takenAtMs].map(after)).toEqual([-59_990, -60_000]);
  // Ten milliseconds ago there was no position.
  expect(positions).toMatchObject({ items: [] });
  expect(orders).toMatchObject({ items: [{ status: "FILLED", updatedAtMs: startsAtMs + 10 }] });
  expect(after(observation.runContexts[0]?.expected.orders[0]?.createdAtMs)).toBe(-60_000);
});

test("a ban ends at the time of the exchange", async () => {
  const steps: StepInput[] = [
    { kind: "set-port-faults", faults: [{ kind: "rate-limit", banMs: 1_000 }] },
    snapshot,
    run,
    set(-5_000),
    wait(5_001),
    snapshot,
    run,
    wait(999),
    snapshot,
    run,
  ];
  const { observation } = await observe(steps, { exchange: { orders: [observedOrder()] } });
  expect(observation.runs).toMatchObject([
    { blockReason: "port_error" },
    { blockReason: "rate_limited" },
    { status: "executed" },
  ]);
});

test("the timeline shows the jump, and a run before the start", async () => {
  const { scenario, observation } = await observe([set(-5), set(2), snapshot, run]);
  const lines = renderTimeline({ scenario, observation, isAboutTrail: false }, null);
  expect(lines.filter((line) => /clock|run 1/.test(line)).map((line) => line.trim())).toEqual([
    "the clock of the bot is set back by 5 ms",
    "the clock of the bot is set forward by 2 ms",
    "run 1: live, 3 ms before the start",
  ]);
});

const shorter = (byMs: number) => simplerSteps({ kind: "set-clock", byMs });

test("a jump becomes shorter in the same direction", () => {
  expect(shorter(-3_000)).toEqual([
    { kind: "set-clock", byMs: -1 },
    { kind: "set-clock", byMs: -1_000 },
  ]);
  expect(shorter(1)).toEqual([]);
});
