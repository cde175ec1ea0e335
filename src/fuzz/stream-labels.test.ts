import { expect, test } from "vitest";
import { withOrder } from "../../properties/enumeration/on-wire.ts";
import type { RecordedStreamEvent, StreamFault } from "../domain/stream-fault.ts";
import { hasStreamFaults } from "../scenario/scenario.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline, type Target } from "../simulation/target.ts";
import { scenariosOf, type Batch } from "./batch.ts";
import { campaignContext } from "./campaign-context.ts";
import { labelsOf } from "./coverage.ts";
import { addStreamLabels, streamLabels } from "./stream-labels.ts";
import { reachable, wholeSupport } from "./support.ts";
import { inputsWith } from "../test-fixtures/campaign-inputs.ts";

const eventWith = (fault: StreamFault["kind"] | null): RecordedStreamEvent => {
  const none = { innerStep: null, update: null, sent: null };
  return { run: 0, event: 1, text: "TRADE_LITE", fault, ...none };
};

test.each([
  [null, []],
  ["drop", ["a fault of the user stream", "a user stream with the fault drop"]],
] as const)("labels of a case with the fault %s", async (fault, expected) => {
  const observation = await runScenario(withOrder, shippedPipeline);
  const labels = new Set<string>();
  const streamEvents = [eventWith(fault)];
  addStreamLabels({ scenario: withOrder, observation: { ...observation, streamEvents } }, labels);
  expect([...labels]).toEqual(expected);
  expect(Object.keys(streamLabels)).toEqual(expect.arrayContaining([...expected]));
  const observed = { scenario: withOrder, observation: { ...observation, streamEvents } };
  expect([...labelsOf(observed, observation.runs)]).toEqual(expect.arrayContaining([...expected]));
});

const inputs = inputsWith({ sequences: 20 });

function scenariosFor(target: Target, phase: Batch["phase"], cases: number) {
  const { plan } = campaignContext(inputs, target);
  return [...scenariosOf({ number: 0, phase, start: 0, cases }, plan)].filter(hasStreamFaults);
}

test("only a bot with a user stream has its faults, of each kind, also in sequences", () => {
  const onWire: Target = { ...shippedPipeline, isOnWire: true };
  const streaming = { ...onWire, opensUserStream: true };
  for (const phase of ["enumeration", "random", "sequences"] as const) {
    expect(scenariosFor(shippedPipeline, phase, 20)).toEqual([]);
    expect(scenariosFor(onWire, phase, 20)).toEqual([]);
  }
  expect(scenariosFor(streaming, "sequences", 20).length).toBeGreaterThan(5);
  for (const [phase, cases] of [
    ["enumeration", 500],
    ["random", 100],
  ] as const) {
    const steps = scenariosFor(streaming, phase, cases).flatMap((scenario) => scenario.steps);
    const kinds = steps.flatMap((step) =>
      step.kind === "reconcile" ? (step.streamFaults ?? []).map(({ kind }) => kind) : [],
    );
    expect(new Set(kinds).size).toBe(8);
  }
});

test("the labels are required of a bot that opens a user stream", () => {
  const names = ["snapshot_stale", ...Object.keys(streamLabels)];
  expect(reachable(names, wholeSupport)).toEqual(["snapshot_stale"]);
  expect(reachable(names, { ...wholeSupport, opensUserStream: true })).toEqual(names);
  expect(Object.values(streamLabels).filter((share) => share <= 0)).toEqual([]);
});
