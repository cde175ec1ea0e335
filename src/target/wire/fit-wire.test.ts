import { expect, test } from "vitest";
import { clientOrderIdSchema } from "../../domain/client-order-id.ts";
import type { Step } from "../../scenario/step.ts";
import { scenarioSchema } from "../../scenario/scenario.ts";
import { ownId, scenarioWith } from "../../test-fixtures/scenarios.ts";
import { fitToWire } from "./fit-wire.ts";

const clientOrderId = clientOrderIdSchema.parse(ownId());
const fill = { kind: "fill-order", clientOrderId, quantity: null } as const;
const end = { kind: "cancel-by-exchange", clientOrderId } as const;
const wait = { kind: "advance-clock", ms: 60_000 } as const;
const run = { kind: "reconcile" } as const;
const ok = { kind: "ok" } as const;
const read = { kind: "snapshot", orders: ok, positions: ok } as const;
const reading = (...steps: readonly (typeof fill | typeof end | typeof wait)[]) =>
  ({ ...read, between: { first: "positions", steps } }) as const;
const after = (step: Step) => ({ afterCall: 0, afterRead: "positions", step });
const running = (...during: readonly object[]) => ({ ...run, during });

test.each<[string, readonly Step[], readonly object[]]>([
  ["within the next run", [reading(fill), run, run], [read, running(after(fill)), run]],
  [
    "before other steps of the run, without those of time",
    [reading(wait, fill), { ...run, during: [{ afterCall: 1, step: end }] }],
    [read, running(after(fill), { afterCall: 1, step: end })],
  ],
  ["never where only time passes", [reading(wait), run], [read, run]],
  [
    "never where a later snapshot replaces the one of them",
    [reading(fill), read, run, reading(end), run],
    [read, read, run, read, running(after(end))],
  ],
  ["never without a run", [run, reading(fill)], [run, read]],
])("what happens between two reads happens %s", (_, steps, expected) => {
  const fit = fitToWire(scenarioWith({ steps }));
  expect(fit.steps).toEqual(expected);
  expect(scenarioSchema.parse(fit)).toEqual(fit);
});

test("a run has at most as many steps within it as a scenario may have", () => {
  const many = Array.from({ length: 1_000 }, () => fill);
  const during = [{ afterCall: 2, step: end }];
  const fit = fitToWire(scenarioWith({ steps: [reading(...many), { ...run, during }] }));
  expect(scenarioSchema.parse(fit).steps).toMatchObject([read, { during: { length: 1_000 } }]);
});

test("faults of queries stay", () => {
  const steps = [read, { ...run, queryFaults: ["not-found"] }] as const;
  expect(fitToWire(scenarioWith({ steps })).steps).toEqual(steps);
});
