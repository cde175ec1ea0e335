import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import type * as z from "zod";
import { cancelOrderSchema } from "../domain/port-call.ts";
import type { stepSchema } from "../scenario/step.ts";
import { decideMode } from "../pipeline/gates.ts";
import { manyOrders } from "../test-fixtures/observe.ts";
import { openGates, ownId, scenarioWith } from "../test-fixtures/scenarios.ts";
import { runScenario } from "./run-scenario.ts";
import { shippedPipeline } from "./target.ts";
import type { Target } from "./target.ts";
import type { RunServices } from "../pipeline/services.ts";

type StepInput = z.input<typeof stepSchema>;

const look: StepInput = { kind: "snapshot" };
const run: StepInput = { kind: "reconcile" };

async function kill(afterInteractions: number, applied: boolean) {
  const lives: string[] = [];
  const target: Target = {
    ...shippedPipeline,
    start: () => void lives.push("start"),
    reconcile: (inputs, services) => {
      lives.push("run");
      return shippedPipeline.reconcile(inputs, services);
    },
  };
  const scenario = scenarioWith({
    gates: openGates,
    config: { action: "cancel_all", auditEnabled: true },
    exchange: { orders: manyOrders.slice(0, 2) },
    steps: [look, { kind: "crash", afterInteractions, applied }, run, look, run],
  });
  const { runs, auditEvents, effects, portCalls } = await runScenario(scenario, target);
  return {
    modes: runs.map(({ mode }) => mode),
    lines: auditEvents
      .filter(({ run_id }) => run_id === "run-1")
      .map(({ event_type }) => event_type),
    effects: effects.length,
    calls: portCalls.filter((call) => call.run === 0).map(({ reply }) => reply.status),
    lives,
  };
}

/** The interactions of the first run: attempt, call, result, attempt, call, result, run. */
test.each<[number, boolean, number, number]>([
  [0, false, 0, 0],
  [0, true, 1, 0],
  [1, false, 1, 0],
  [1, true, 1, 1],
  [2, false, 1, 1],
  [2, true, 2, 1],
  [4, true, 3, 2],
  [6, false, 4, 2],
])(
  "a kill after %i interactions, the next one with an effect: %s",
  async (after, applied, lines, calls) => {
    const seen = await kill(after, applied);
    expect(seen.modes).toEqual(["crashed", "live"]);
    expect(seen.lines.length).toBe(lines);
    expect(seen.calls.length).toBe(calls);
    // The next process does what is left to do, and nothing twice.
    expect(seen.effects).toBe(2);
    expect(seen.lives).toEqual(["start", "run", "start", "run"]);
  },
);

test("what took effect as the process died is unknown to whoever comes after it", async () => {
  expect((await kill(1, true)).calls).toEqual(["unknown"]);
});

test("a run that ends sooner than the kill is whole, and the process dies after it", async () => {
  const seen = await kill(99, false);
  expect(seen.modes).toEqual(["live", "live"]);
  expect(seen.lives).toEqual(["start", "run", "start", "run"]);
});

test("nothing keeps the services of a process that died while it waited for the port", async () => {
  const worlds: WeakRef<RunServices>[] = [];
  const target: Target = {
    ...shippedPipeline,
    reconcile: (inputs, services) => {
      worlds.push(new WeakRef(services));
      return shippedPipeline.reconcile(inputs, services);
    },
  };
  const scenario = scenarioWith({
    gates: openGates,
    config: { action: "cancel_all" },
    exchange: { orders: manyOrders },
    steps: [look, { kind: "crash", afterInteractions: 0 }, run],
  });
  const { runs } = await runScenario(scenario, target);
  expect(runs.map(({ mode }) => mode)).toEqual(["crashed"]);
  // A WeakRef holds on until the turn ends in which it was made.
  await new Promise((resolve) => setTimeout(resolve));
  setFlagsFromString("--expose-gc");
  runInNewContext("gc()");
  expect(worlds.map((services) => services.deref())).toEqual([undefined]);
});

test("a process that is dead reaches nothing, though its code goes on in the next run", async () => {
  let undead: Promise<unknown> = Promise.resolve();
  const steps: StepInput[] = [
    look,
    { kind: "crash", afterInteractions: 0 },
    run,
    { kind: "set-gates", gates: { confirm: null, env: {} } },
    run,
  ];
  const target: Target = {
    ...shippedPipeline,
    reconcile: async (inputs, services) => {
      const decision = decideMode(inputs.gates);
      // The next run is as long as the dead one needs to try again.
      if (decision.mode !== "live") await undead;
      else {
        const cancel = () => services.port.cancelOrder(decision.permit, request);
        undead = Promise.race([cancel(), tick()]).then(() => Promise.race([cancel(), tick()]));
      }
      return shippedPipeline.reconcile(inputs, services);
    },
  };
  const { runs, portCalls } = await runScenario(
    scenarioWith({ gates: openGates, exchange: { orders: manyOrders }, steps }),
    target,
  );
  expect(runs.map(({ mode }) => mode)).toEqual(["crashed", "dry_run"]);
  expect(portCalls).toEqual([]);
});

const tick = () => new Promise((resolve) => setTimeout(resolve));
const request = cancelOrderSchema.parse({
  method: "cancelOrder",
  symbol: "BTCUSDT",
  clientOrderId: ownId(),
});
