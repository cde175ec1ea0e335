import { expect, test } from "vitest";
import { innerStepLabels } from "./inner-steps.ts";
import { reachable, wholeSupport } from "./support.ts";
import { timesInRuns } from "./times-in-runs.ts";

test("on the wire no reply takes time, and nothing happens between two reads", () => {
  const future = "an order from the future";
  const names = [...Object.keys(timesInRuns), ...Object.keys(innerStepLabels), future];
  expect(reachable(names, wholeSupport)).toEqual(names);
  expect(reachable(names, { ...wholeSupport, isOnWire: true })).toEqual([
    "an accepted request that takes effect later",
    "a change at the exchange within a run",
    "a change between two port calls of a run",
  ]);
});
