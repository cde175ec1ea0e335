import { expect, test } from "vitest";
import { innerStepLabels } from "./inner-steps.ts";
import { stepKinds } from "../scenario/step.ts";
import { reachable, wholeSupport } from "./support.ts";
import { timesInRuns } from "./times-in-runs.ts";

test("on the wire no reply takes time, and no time passes between two reads", () => {
  const future = "an order from the future";
  const names = [...Object.keys(timesInRuns), ...Object.keys(innerStepLabels), future];
  expect(reachable(names, wholeSupport)).toEqual(names);
  expect(reachable(names, { ...wholeSupport, isOnWire: true })).toEqual([
    "an accepted request that takes effect later",
    "a change between two reads of a snapshot",
    "a change at the exchange within a run",
    "a change between two port calls of a run",
  ]);
});

test("on the wire no trail is unavailable, and no clock or trail is set", () => {
  const onWire = { ...wholeSupport, isOnWire: true };
  const names = ["audit_unavailable", ...stepKinds, ...stepKinds.map((kind) => `${kind} > crash`)];
  const never = names.filter((name) => !reachable(names, onWire).includes(name));
  expect(never.toSorted()).toEqual([
    "audit_unavailable",
    "set-audit-fault",
    "set-audit-fault > crash",
    "set-clock",
    "set-clock > crash",
  ]);
});
