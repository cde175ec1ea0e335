import { expect, test } from "vitest";
import type { RecordedRequest } from "../domain/wire-request.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline } from "../simulation/target.ts";
import { observedOrder, openGates, ownId, scenarioWith } from "../test-fixtures/scenarios.ts";
import { timelineOf } from "./timeline.ts";

const [snapshot, run] = [{ kind: "snapshot" }, { kind: "reconcile" }] as const;

test("each request and each late effect is shown in its own run and step alone", async () => {
  const scenario = scenarioWith({
    gates: openGates,
    exchange: { orders: [observedOrder()] },
    steps: [snapshot, run, snapshot, run],
  });
  const observation = await runScenario(scenario, shippedPipeline);
  const [effect] = observation.effects;
  if (effect === undefined) throw new Error("there is an effect");
  const request: RecordedRequest = {
    run: 0,
    atMs: 0,
    method: "GET",
    path: "/first",
    host: "h",
    group: "read",
    parameters: "",
    list: null,
    refusal: null,
    status: 200,
    reply: "ok",
    bannedUntilMs: null,
    portCalls: 0,
  };
  const { steps } = timelineOf({
    scenario,
    observation: {
      ...observation,
      effects: [effect, { ...effect, lateInStep: 2 }, { ...effect, lateInStep: 3 }],
      requests: [request, { ...request, run: 1, path: "/second" }],
    },
    isAboutTrail: false,
  });
  expect(steps.map(({ late }) => late.length)).toEqual([0, 0, 1, 1]);
  const runs = steps.flatMap((step) => step.runs);
  expect(runs.map(({ effects }) => effects.length)).toEqual([1, 0]);
  expect(runs.map(({ requests }) => requests)).toEqual([
    [expect.stringContaining("/first")],
    [expect.stringContaining("/second")],
  ]);
});

test("a step that found nothing, and port calls beyond the first twenty, are named", async () => {
  const none = { kind: "cancel-by-exchange", clientOrderId: ownId(9), symbol: "BTCUSDT" } as const;
  const scenario = scenarioWith({
    gates: openGates,
    exchange: { orders: [observedOrder()] },
    steps: [none, snapshot, run],
  });
  const observation = await runScenario(scenario, shippedPipeline);
  const [call] = observation.portCalls;
  if (call === undefined) throw new Error("there is a port call");
  const portCalls = Array.from({ length: 25 }, () => call);
  const { steps } = timelineOf({
    scenario,
    observation: { ...observation, portCalls },
    isAboutTrail: false,
  });
  expect(steps[0]).toMatchObject({
    text: expect.stringMatching(/: nothing to act on$/),
    afterMs: null,
  });
  expect(steps[1]?.text).not.toContain("nothing to act on");
  const [shown] = steps[2]?.runs ?? [];
  expect([shown?.calls.length, shown?.moreCalls]).toEqual([20, 5]);
});
