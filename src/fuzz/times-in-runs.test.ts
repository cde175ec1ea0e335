import { expect, test } from "vitest";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline } from "../simulation/target.ts";
import { manyOrders, type Parts } from "../test-fixtures/observe.ts";
import { openGates, scenarioWith } from "../test-fixtures/scenarios.ts";
import { addTimesInRuns, timesInRuns } from "./times-in-runs.ts";

const accept = { kind: "accept" } as const;
const slow = { kind: "accept", takesMs: 1 } as const;
const unknown = { kind: "timeout", applied: false, takesMs: 1 } as const;
const late = { kind: "delayed", afterMs: 9 } as const;
type Faults = Extract<NonNullable<Parts["steps"]>[number], { kind: "set-port-faults" }>["faults"];

const reply = "a reply that takes time";
const call = "a port call after a slow reply";

test.each<[string, Faults, string[]]>([
  ["no time passes", [accept, accept], []],
  ["the last reply is slow", [accept, accept, accept, slow], [reply]],
  ["another call follows a slow reply", [slow], [call, reply]],
  ["the run ends at a slow reply", [unknown], [reply]],
  ["a request takes effect later without a reply", [late], []],
  [
    "an accepted request takes effect later",
    [{ ...late, accepted: true }],
    ["an accepted request that takes effect later"],
  ],
])("labels of a run in which %s", async (_, faults, expected) => {
  const steps = [{ kind: "set-port-faults" as const, faults }, { kind: "snapshot" as const }];
  const scenario = scenarioWith({
    gates: openGates,
    exchange: { orders: manyOrders },
    steps: [...steps, { kind: "reconcile" }],
  });
  const labels = new Set<string>();
  addTimesInRuns({ scenario, observation: await runScenario(scenario, shippedPipeline) }, labels);
  expect([...labels].toSorted()).toEqual(expected);
  expect(Object.keys(timesInRuns)).toEqual(expect.arrayContaining(expected));
});
