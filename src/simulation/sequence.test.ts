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

const look: StepInput = { kind: "snapshot" };
const run: StepInput = { kind: "reconcile" };
const wait = (ms: number): StepInput => ({ kind: "advance-clock", ms });
const places = (lost: "nothing" | "request" | "reply"): StepInput => ({
  kind: "place-order",
  order: expectedOrder(),
  lost,
});

/** A line a mismatch of each run, or the word for the run, and what was sent. */
async function story(steps: readonly StepInput[], parts: Parts = {}): Promise<string[]> {
  const scenario = scenarioWith({ gates: openGates, ...parts, steps: [...steps] });
  const { runs, portCalls } = await runScenario(scenario, shippedPipeline);
  const told = runs.map((report) => {
    if (!("results" in report)) return report.mode;
    const results = report.results.map(
      ({ mismatch, outcome }) => `${mismatch.type} ${outcome.status}`,
    );
    return results.join(", ") || report.status;
  });
  return [...told, ...portCalls.map(({ request, reply }) => `${request.method} ${reply.status}`)];
}

test.each([
  ["whose reply came", "nothing", ["clean"]],
  ["whose request was lost", "request", ["ORDER_MISSING_ON_EXCHANGE skipped_no_action"]],
  ["whose reply was lost", "reply", ["ORDER_EXISTS_UNEXPECTED executed", "cancelOrder accepted"]],
] as const)("an order of the bot %s is told so", async (_, lost, told) => {
  expect(await story([places(lost), wait(5_001), look, run])).toEqual(told);
});

test("an order that fills after the snapshot is not cancelled, and the next look shows the position", async () => {
  const steps = [
    look,
    { kind: "fill-order", clientOrderId: ownId() } as const,
    run,
    wait(1),
    look,
    run,
  ];
  expect(
    await story(steps, { exchange: { orders: [observedOrder()], prices: { BTCUSDT: "50000" } } }),
  ).toEqual([
    "ORDER_EXISTS_UNEXPECTED failed",
    "POSITION_NONZERO_UNEXPECTED executed",
    "cancelOrder rejected",
    "placeMarketOrder accepted",
  ]);
});

test("a request that arrives late takes effect when the clock gets there", async () => {
  const late = { kind: "set-port-faults", faults: [{ kind: "delayed", afterMs: 100 }] } as const;
  const exchange = { orders: [observedOrder()] };
  const tooEarly = [late, look, run, wait(99), look, run];
  const inTime = [late, look, run, wait(100), look, run];
  const unknown = "ORDER_EXISTS_UNEXPECTED unknown";
  expect(await story(tooEarly, { exchange })).toEqual([
    unknown,
    "ORDER_EXISTS_UNEXPECTED executed",
    "cancelOrder unknown",
    "cancelOrder accepted",
  ]);
  expect(await story(inTime, { exchange })).toEqual([unknown, "clean", "cancelOrder unknown"]);
});

test("of two requests on their way the one that is due first arrives first", async () => {
  const faults = [
    { kind: "delayed", afterMs: 3 },
    { kind: "delayed", afterMs: 1 },
  ] as const;
  const exchange = { orders: [observedOrder()] };
  const steps: StepInput[] = [{ kind: "set-port-faults", faults }, look, run, look, run, wait(9)];
  const scenario = scenarioWith({ gates: openGates, exchange, steps });
  const { portCalls, effects } = await runScenario(scenario, shippedPipeline);
  expect(portCalls.map(({ atMs }) => atMs - startsAtMs)).toEqual([0, 1]);
  expect(effects.map(({ atMs }) => atMs - startsAtMs)).toEqual([2]);
});

test("a request that is due while the bot looks is seen by that look", async () => {
  const late = { kind: "set-port-faults", faults: [{ kind: "delayed", afterMs: 1 }] } as const;
  const exchange = { orders: [observedOrder()] };
  expect(await story([late, look, run, look, run], { exchange })).toEqual([
    "ORDER_EXISTS_UNEXPECTED unknown",
    "clean",
    "cancelOrder unknown",
  ]);
});

test.each([
  ["what it believed", "current", "clean"],
  ["nothing", "empty", "ORDER_EXISTS_UNEXPECTED executed"],
  ["what it believed when the sequence began", "initial", "ORDER_EXISTS_UNEXPECTED executed"],
] as const)("a bot that starts again believes %s", async (_, expectedState, told) => {
  const [first] = await story([places("nothing"), { kind: "restart", expectedState }, look, run]);
  expect(first).toBe(told);
});

test("the operator closes a gate between two runs", async () => {
  const gates = { confirm: "LIVE_REMEDIATE", env: {} };
  const steps = [look, run, { kind: "set-gates", gates } as const, look, run];
  expect(await story(steps)).toEqual(["clean", "refused"]);
});

test("news of an order, orders and positions of others, and the venue's own cancels are heard of and seen", async () => {
  const steps = [
    places("nothing"),
    { kind: "cancel-by-exchange", clientOrderId: ownId() } as const,
    look,
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
    look,
    run,
  ];
  expect(await story(steps)).toEqual([
    "ORDER_STATUS_DIVERGENCE skipped_terminal",
    "ORDER_EXISTS_UNEXPECTED executed, POSITION_NONZERO_UNEXPECTED deferred",
    "cancelOrder accepted",
  ]);
});

test("a sequence is told as a timeline, a line a step", async () => {
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
  const shown = { scenario, observation, isFollowUp: false, isAboutTrail: false };
  const lines = renderTimeline(shown, 0);
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
  expect(lines[8]).toBe("▶ run 0: dry_run");
});
