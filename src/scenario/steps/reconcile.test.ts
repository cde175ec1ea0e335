import { expect, test } from "vitest";
import { withStreamFaults } from "../../../properties/arbitraries/stream-faults.ts";
import { withOrder } from "../../../properties/enumeration/on-wire.ts";
import { assertSmaller } from "../../fuzz/shrink/measure.ts";
import { runScenario } from "../../simulation/run-scenario.ts";
import { shippedPipeline } from "../../simulation/target.ts";
import { scenarioSchema, withoutStreamFaults } from "../scenario.ts";
import { simplerSteps } from "../step.ts";
import { reconcile } from "./reconcile.ts";

const step = {
  kind: "reconcile",
  streamFaults: [
    { event: 0, kind: "close" },
    { event: 2, kind: "drop" },
  ],
} as const;

test("faults of the user stream are described", () => {
  expect(reconcile.describe(step)).toBe(
    "the target runs; faults of the user stream: as soon as it is open, the connection closes with 1006, " +
      "event 2 is not sent",
  );
});

test("they shrink to fewer and to earlier ones, which are valid and smaller", () => {
  const faulty = withStreamFaults(withOrder, step.streamFaults);
  const candidates = simplerSteps(step).map((simpler) => {
    const steps = faulty.steps.map((one) => (one.kind === "reconcile" ? simpler : one));
    return { ...faulty, steps };
  });
  const seen = candidates.map(({ steps }) => {
    const last = steps.at(-1);
    return last?.kind === "reconcile" ? (last.streamFaults ?? []) : null;
  });
  expect(seen).toEqual([
    [],
    [{ event: 2, kind: "drop" }],
    [{ event: 0, kind: "close" }],
    [
      { event: 0, kind: "close" },
      { event: 1, kind: "drop" },
    ],
  ]);
  for (const candidate of candidates) {
    expect(scenarioSchema.safeParse(candidate).success).toBe(true);
    assertSmaller(candidate, faulty);
  }
});

test("a target that is not on the wire has none", async () => {
  const faulty = withStreamFaults(withOrder, step.streamFaults);
  const { targetError } = await runScenario(faulty, shippedPipeline);
  expect(targetError).toMatchObject({
    kind: "unsupported",
    message: "the scenario has faults of the user stream, which the target does not support",
  });
  expect(withoutStreamFaults(faulty)).toEqual(withOrder);
  expect(withoutStreamFaults(withOrder)).toBe(withOrder);
});
