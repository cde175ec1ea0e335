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
import { shippedPipeline, type Target } from "./target.ts";
import type { RunServices } from "../pipeline/services.ts";

type StepInput = z.input<typeof stepSchema>;

const snapshot: StepInput = { kind: "snapshot" };
const run: StepInput = { kind: "reconcile" };

async function runWithCrash(afterInteractions: number, applied: boolean) {
  const starts: string[] = [];
  const target: Target = {
    ...shippedPipeline,
    start: () => void starts.push("start"),
    reconcile: (inputs, services) => {
      starts.push("run");
      return shippedPipeline.reconcile(inputs, services);
    },
  };
  const scenario = scenarioWith({
    gates: openGates,
    config: { action: "cancel_all", auditEnabled: true },
    exchange: { orders: manyOrders.slice(0, 2) },
    steps: [snapshot, { kind: "crash", afterInteractions, applied }, run, snapshot, run],
  });
  const { runs, auditEvents, effects, portCalls } = await runScenario(scenario, target);
  return {
    modes: runs.map(({ mode }) => mode),
    lines: auditEvents
      .filter(({ run_id }) => run_id === "run-1")
      .map(({ event_type }) => event_type),
    effects: effects.length,
    calls: portCalls.filter((call) => call.run === 0).map(({ reply }) => reply.status),
    starts,
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
  "a crash after %i interactions, with the next one applied: %s",
  async (after, applied, lines, calls) => {
    const seen = await runWithCrash(after, applied);
    expect(seen.modes).toEqual(["crashed", "live"]);
    expect(seen.lines.length).toBe(lines);
    expect(seen.calls.length).toBe(calls);
    // The next process executes the remaining remediations, and none twice.
    expect(seen.effects).toBe(2);
    expect(seen.starts).toEqual(["start", "run", "start", "run"]);
  },
);

test("a call that is applied during the crash has an unknown outcome", async () => {
  expect((await runWithCrash(1, true)).calls).toEqual(["unknown"]);
});

test("a run with fewer interactions is complete, and the process crashes after it", async () => {
  const seen = await runWithCrash(99, false);
  expect(seen.modes).toEqual(["live", "live"]);
  expect(seen.starts).toEqual(["start", "run", "start", "run"]);
});

test("the services of a process that crashed in a port call are garbage-collected", async () => {
  const references: WeakRef<RunServices>[] = [];
  const target: Target = {
    ...shippedPipeline,
    reconcile: (inputs, services) => {
      references.push(new WeakRef(services));
      return shippedPipeline.reconcile(inputs, services);
    },
  };
  const scenario = scenarioWith({
    gates: openGates,
    config: { action: "cancel_all" },
    exchange: { orders: manyOrders },
    steps: [snapshot, { kind: "crash", afterInteractions: 0 }, run],
  });
  const { runs } = await runScenario(scenario, target);
  expect(runs.map(({ mode }) => mode)).toEqual(["crashed"]);
  // A WeakRef keeps its target alive until the end of the turn that created it.
  await new Promise((resolve) => setTimeout(resolve));
  setFlagsFromString("--expose-gc");
  runInNewContext("gc()");
  expect(references.map((services) => services.deref())).toEqual([undefined]);
});

test("a crashed process cannot call the port, though its code continues in the next run", async () => {
  let crashedRun: Promise<unknown> = Promise.resolve();
  const steps: StepInput[] = [
    snapshot,
    { kind: "crash", afterInteractions: 0 },
    run,
    { kind: "set-gates", gates: { confirm: null, env: {} } },
    run,
  ];
  const target: Target = {
    ...shippedPipeline,
    reconcile: async (inputs, services) => {
      const decision = decideMode(inputs.gates);
      // The next run waits until the crashed one has tried again.
      if (decision.mode !== "live") await crashedRun;
      else {
        const cancel = () => services.port.cancelOrder(decision.permit, request);
        crashedRun = Promise.race([cancel(), tick()]).then(() => Promise.race([cancel(), tick()]));
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
