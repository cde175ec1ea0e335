import { expect, test } from "vitest";
import { isSequence } from "../scenario/scenario.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline } from "../simulation/target.ts";
import { profileNamed, profileWith } from "../test-fixtures/profiles.ts";
import { campaignContext } from "./campaign-context.ts";
import { inputsWith } from "../test-fixtures/campaign-inputs.ts";

const { gates = [] } = profileNamed("gates of its own");
const inputs = inputsWith({ runs: 1 });

test.each([
  ["any action", profileWith({ gates })],
  ["flattens only", profileWith({ gates, actions: ["flatten"] })],
  ["cancels only", profileWith({ gates, actions: ["none", "cancel_all"] })],
])("%s: the enumerated gates come first, and the open ones let a call pass", async (_, profile) => {
  const { plan } = campaignContext(inputs, { ...shippedPipeline, profile });
  const combinations = plan.enumeration.slice(0, 2 ** gates.length);
  const calls: string[] = [];
  for (const scenario of combinations) {
    expect(isSequence(scenario)).toBe(false);
    const { portCalls } = await runScenario(scenario, shippedPipeline);
    const values = scenario.gates.own?.map(({ value }) => value ?? "unset").join(" ");
    calls.push(`${values}: ${portCalls.length}`);
  }
  expect(calls).toEqual(["unset unset: 0", "yes unset: 0", "unset 1: 0", "yes 1: 1"]);
});
