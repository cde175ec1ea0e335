import { expect, test } from "vitest";
import type * as z from "zod";
import type { stepSchema } from "../scenario/step.ts";
import { renderTimeline } from "../report/timeline.ts";
import {
  expectedOrder,
  observedOrder,
  openGates,
  ownId,
  scenarioWith,
  startsAtMs,
} from "../test-fixtures/scenarios.ts";
import type { Parts } from "../test-fixtures/observe.ts";
import { runScenario } from "./run-scenario.ts";
import { shippedPipeline } from "./target.ts";

type StepInput = z.input<typeof stepSchema>;

const snapshot: StepInput = { kind: "snapshot" };
const run: StepInput = { kind: "reconcile" };
const wait = (ms: number): StepInput => ({ kind: "advance-clock", ms });
const places = (lost: "nothing" | "request" | "reply"): StepInput => ({
  kind: "place-order",
  order: expectedOrder(),
  lost,
});

/** The mismatches of each run, or its mode or status, and then the port calls. */
async function outcomesOf(steps: readonly StepInput[], parts: Parts = {}): Promise<string[]> {
  const scenario = scenarioWith({ gates: openGates, ...parts, steps: [...steps] });
  const { runs, portCalls } = await runScenario(scenario, shippedPipeline);
  const outcomes = runs.map((report) => {
    if (!("results" in report)) return report.mode;
    const results = report.results.map(
      ({ mismatch, outcome }) => `${mismatch.type} ${outcome.status}`,
    );
    return results.join(", ") || report.status;
  });
  return [
    ...outcomes,
    ...portCalls.map(({ request, reply }) => `${request.method} ${reply.status}`),
  ];
}

test.each([
  ["without a lost message", "nothing", ["clean"]],
  ["with a lost request", "request", ["ORDER_MISSING_ON_EXCHANGE skipped_no_action"]],
  ["with a lost reply", "reply", ["ORDER_EXISTS_UNEXPECTED executed", "cancelOrder accepted"]],
] as const)("a run after an order %s reports it", async (_, lost, expected) => {
  expect(await outcomesOf([places(lost), wait(5_001), snapshot, run])).toEqual(expected);
});

test("an order that fills after the snapshot is not cancelled, and the next snapshot has the position", async () => {
  const steps = [
    snapshot,
    { kind: "fill-order", clientOrderId: ownId() } as const,
    run,
    wait(1),
    snapshot,
    run,
  ];
  expect(
    await outcomesOf(steps, {
      exchange: { orders: [observedOrder()], prices: { BTCUSDT: "50000" } },
    }),
  ).toEqual([
    "ORDER_EXISTS_UNEXPECTED failed",
    "POSITION_NONZERO_UNEXPECTED executed",
    "cancelOrder rejected",
    "placeMarketOrder accepted",
  ]);
});

test("a delayed request takes effect when it is due", async () => {
  const delayed = { kind: "set-port-faults", faults: [{ kind: "delayed", afterMs: 100 }] } as const;
  const exchange = { orders: [observedOrder()] };
  const beforeDue = [delayed, snapshot, run, wait(99), snapshot, run];
  const whenDue = [delayed, snapshot, run, wait(100), snapshot, run];
  const unknown = "ORDER_EXISTS_UNEXPECTED unknown";
  expect(await outcomesOf(beforeDue, { exchange })).toEqual([
    unknown,
    "ORDER_EXISTS_UNEXPECTED executed",
    "cancelOrder unknown",
    "cancelOrder accepted",
  ]);
  expect(await outcomesOf(whenDue, { exchange })).toEqual([
    unknown,
    "clean",
    "cancelOrder unknown",
  ]);
});

test("of two delayed requests the one that is due first takes effect first", async () => {
  const faults = [
    { kind: "delayed", afterMs: 3 },
    { kind: "delayed", afterMs: 1 },
  ] as const;
  const exchange = { orders: [observedOrder()] };
  const steps: StepInput[] = [
    { kind: "set-port-faults", faults },
    snapshot,
    run,
    snapshot,
    run,
    wait(9),
  ];
  const scenario = scenarioWith({ gates: openGates, exchange, steps });
  const { portCalls, effects } = await runScenario(scenario, shippedPipeline);
  expect(portCalls.map(({ atMs }) => atMs - startsAtMs)).toEqual([0, 1]);
  expect(effects.map(({ atMs }) => atMs - startsAtMs)).toEqual([2]);
});

test("a request that is due during a snapshot is in that snapshot", async () => {
  const delayed = { kind: "set-port-faults", faults: [{ kind: "delayed", afterMs: 1 }] } as const;
  const exchange = { orders: [observedOrder()] };
  expect(await outcomesOf([delayed, snapshot, run, snapshot, run], { exchange })).toEqual([
    "ORDER_EXISTS_UNEXPECTED unknown",
    "clean",
    "cancelOrder unknown",
  ]);
});

test.each([
  ["its current expected state", "current", "clean"],
  ["an empty expected state", "empty", "ORDER_EXISTS_UNEXPECTED executed"],
  ["the initial expected state", "initial", "ORDER_EXISTS_UNEXPECTED executed"],
] as const)("a bot restarts with %s", async (_, expectedState, expected) => {
  const [first] = await outcomesOf([
    places("nothing"),
    { kind: "restart", expectedState },
    snapshot,
    run,
  ]);
  expect(first).toBe(expected);
});

test("a run after the operator closed a gate is refused", async () => {
  const gates = { confirm: "LIVE_REMEDIATE", env: {} };
  const steps = [snapshot, run, { kind: "set-gates", gates } as const, snapshot, run];
  expect(await outcomesOf(steps)).toEqual(["clean", "refused"]);
});

test("order updates, external changes and cancels by the exchange reach the next run", async () => {
  const steps = [
    places("nothing"),
    { kind: "cancel-by-exchange", clientOrderId: ownId() } as const,
    snapshot,
    run,
    {
      kind: "order-update",
      clientOrderId: ownId(),
      status: "CANCELLED",
      updatedAtMs: 1_704_067_200_001,
    } as const,
    { kind: "add-order", order: observedOrder({ clientOrderId: ownId(7) }) } as const,
    { kind: "set-position", position: { symbol: "BTCUSDT", quantity: "0.001" } } as const,
    wait(1),
    snapshot,
    run,
  ];
  expect(await outcomesOf(steps)).toEqual([
    "ORDER_STATUS_DIVERGENCE skipped_terminal",
    "ORDER_EXISTS_UNEXPECTED executed, POSITION_NONZERO_UNEXPECTED deferred",
    "cancelOrder accepted",
  ]);
});

test("the timeline of a sequence has one line for each step", async () => {
  const scenario = scenarioWith({
    steps: [
      places("reply"),
      { kind: "fill-order", clientOrderId: ownId(), quantity: "0.0005" },
      { kind: "cancel-by-exchange", clientOrderId: ownId() },
      { kind: "add-order", order: observedOrder({ clientOrderId: ownId(2) }) },
      { kind: "set-position", position: { symbol: "BTCUSDT", quantity: "-1" } },
      { kind: "order-update", clientOrderId: ownId(), status: "FILLED", updatedAtMs: 7 },
      { kind: "restart", expectedState: "initial" },
      { kind: "set-gates", gates: { confirm: null, env: { ARMED: "1" } } },
      run,
    ],
  });
  const observation = await runScenario(scenario, shippedPipeline);
  const view = { scenario, observation, isFollowUp: false, isAboutTrail: false };
  const lines = renderTimeline(view, 1);
  expect(lines.slice(0, 8)).toEqual([
    `  the bot places ${ownId()}, BUY 0.001 BTCUSDT; the reply is lost`,
    `  the exchange fills 0.0005 of ${ownId()}`,
    `  the exchange cancels ${ownId()}`,
    `  order ${ownId(2)} appears on BTCUSDT, OPEN`,
    "  the position BTCUSDT BOTH becomes -1",
    `  order update: ${ownId()} FILLED ${startsAtMs - 7} ms before the start`,
    "  the bot restarts; its expected state is initial",
    "  the operator sets the gates: no --confirm ARMED='1'",
  ]);
  expect(lines[8]).toBe("▶ run 1: dry_run");
});
