import { expect, test } from "vitest";
import { decimalSchema } from "../domain/decimal.ts";
import { positionSchema } from "../domain/position.ts";
import { cancelOrderSchema, type PriorCall } from "../domain/port-call.ts";
import { decideMode } from "../pipeline/gates.ts";
import { reconcile } from "../pipeline/run.ts";
import { manyOrders } from "../test-fixtures/observe.ts";
import { openGates, ownId, scenarioWith } from "../test-fixtures/scenarios.ts";
import { runScenario } from "./run-scenario.ts";
import { Simulation } from "./simulation.ts";
import { shippedPipeline, TargetError, type Target } from "./target.ts";

const run = { kind: "reconcile" } as const;
const snapshot = { kind: "snapshot" } as const;
const gates = openGates;

test("a symbol that the scenario names is listed, and no other one", async () => {
  const symbols = ["BTCUSDT", "ADAUSDT", "ETHUSDT", "XRPUSDT"];
  const cancelsEach: Target = {
    name: "cancels each",
    reconcile: async (inputs, services) => {
      const decision = decideMode(inputs.gates);
      if (decision.mode !== "live") throw new Error("a gate is closed");
      for (const symbol of symbols) {
        const request = { method: "cancelOrder", symbol, clientOrderId: ownId() };
        await services.port.cancelOrder(decision.permit, cancelOrderSchema.parse(request));
      }
      return reconcile({ ...inputs, gates: { confirm: null, env: {} } }, services);
    },
  };
  // One has a price and is named, one is only named, one has only a price.
  const config = { symbolWhitelist: ["BTCUSDT", "ADAUSDT"] };
  const { portCalls } = await runScenario(scenarioWith({ gates, config }), cancelsEach);
  expect(portCalls.map(({ malformed }) => malformed?.value ?? "listed")).toEqual([
    "listed",
    "listed",
    "listed",
    "XRPUSDT",
  ]);
});

/** Executes one cancel without an event in the trail, and keeps the prior calls of each run. */
async function priorCallsOf(auditEnabled: boolean, reports?: Target["reports"]) {
  const given: (readonly PriorCall[])[] = [];
  const target: Target = {
    name: "writes no event",
    ...(reports !== undefined && { reports }),
    reconcile: (inputs, services) => {
      given.push(inputs.priorCalls);
      return reconcile(inputs, { ...services, audit: { append: () => null } });
    },
  };
  const config = { action: "cancel_all", auditEnabled } as const;
  const exchange = { orders: manyOrders.slice(0, 1) };
  const scenario = scenarioWith({ gates, config, exchange, steps: [snapshot, run, run] });
  const { runContexts } = await runScenario(scenario, target);
  expect(runContexts.map(({ priorCalls }) => priorCalls)).toEqual(given);
  return given.map((calls) => calls.length);
}

test("prior calls come from the trail of a target that reports one, and else from the port", async () => {
  expect(await priorCallsOf(true)).toEqual([0, 0]);
  expect(await priorCallsOf(true, new Set(["audit"]))).toEqual([0, 0]);
  expect(await priorCallsOf(true, new Set(["results"]))).toEqual([0, 1]);
  expect(await priorCallsOf(false)).toEqual([0, 1]);
});

test("a process that crashed right after its run calls nothing any more", async () => {
  let late: Promise<unknown> | null = null;
  const callsLater: Target = {
    name: "calls later",
    reconcile: (inputs, services) => {
      const decision = decideMode(inputs.gates);
      if (late === null && decision.mode === "live") {
        const { permit } = decision;
        const request = { method: "cancelOrder", symbol: "BTCUSDT", clientOrderId: ownId() };
        late = new Promise((resolve) => setImmediate(resolve)).then(() =>
          services.port.cancelOrder(permit, cancelOrderSchema.parse(request)),
        );
      }
      return reconcile(inputs, services);
    },
  };
  const steps = [snapshot, { kind: "crash", afterInteractions: 99 } as const, run, run];
  const { callsOutsideRuns, runs } = await runScenario(scenarioWith({ gates, steps }), callsLater);
  expect(runs.map(({ mode }) => mode)).toEqual(["live", "live"]);
  expect(callsOutsideRuns).toEqual([]);
});

test("a target that supports no sequences is not asked one", async () => {
  const single: Target = { ...shippedPipeline, supportsSequences: false };
  const restart = { kind: "restart", expectedState: "current" } as const;
  const observation = await runScenario(scenarioWith({ steps: [restart, run] }), single);
  expect(observation.targetError).toEqual({
    kind: "unsupported",
    message: "the scenario has the steps of a sequence, which the target does not support",
  });
  expect(observation.runs).toEqual([]);
});

test("the message of an exception is cut", async () => {
  const throws: Target = {
    name: "throws",
    reconcile: () => Promise.reject(new Error("x".repeat(9_000))),
  };
  const { targetError } = await runScenario(scenarioWith(), throws);
  expect(targetError?.message).toHaveLength(2_000);
});

test("the reference pipeline and the error of a target have their names", () => {
  expect(shippedPipeline.name).toBe("reconcile-harness");
  expect(new TargetError("time-out", "no answer").name).toBe("TargetError");
});

const shortLeg = {
  kind: "set-position",
  position: positionSchema.parse({ symbol: "BTCUSDT", positionSide: "SHORT", quantity: "-1" }),
} as const;
// No schema accepts it.
const brokenLeg = {
  ...shortLeg,
  position: { ...shortLeg.position, quantity: decimalSchema.parse("1") },
} as const;

const inHedgeMode = scenarioWith({ exchange: { positionMode: "hedge" } });

test("a change that no exchange makes is a defect of the simulation, not an error of the target", async () => {
  const scenario = { ...inHedgeMode, steps: [brokenLeg, run] };
  await expect(runScenario(scenario, shippedPipeline)).rejects.toThrow(
    "position BTCUSDT SHORT is 1, on the wrong side of zero; this is a defect",
  );
});

test("a change without a request or an exchange step is a defect", () => {
  const simulation = new Simulation(inHedgeMode, shippedPipeline, {});
  simulation.applyStep(shortLeg, 0);
  expect(() => simulation.assertInvariants()).not.toThrow();
  simulation.exchange.setPosition(shortLeg.position, simulation.nowMs());
  expect(() => simulation.assertInvariants()).toThrow(
    "1 change had neither a request nor an exchange step; this is a defect",
  );
});
