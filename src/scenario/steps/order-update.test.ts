import { expect, test } from "vitest";
import { runScenario } from "../../simulation/run-scenario.ts";
import { shippedPipeline } from "../../simulation/target.ts";
import { expectedOrder, ownId, scenarioWith, startsAtMs } from "../../test-fixtures/scenarios.ts";
import { describeStep, simplerSteps, stepSchema, type Step } from "../step.ts";

const clientOrderId = ownId();
const step = (filledQuantity?: string): Step =>
  stepSchema.parse({
    kind: "order-update",
    clientOrderId,
    status: "PARTIALLY_FILLED",
    updatedAtMs: startsAtMs + 5,
    filledQuantity,
  });

test("an update of an older file has no fill", () => {
  expect(step()).toEqual(step("0"));
});

test("an update is described with its fill, and shrinks to one without", () => {
  const text = `order update: ${clientOrderId} PARTIALLY_FILLED`;
  expect(describeStep(step(), startsAtMs)).toBe(`${text} after 5 ms`);
  expect(describeStep(step("0.0"), startsAtMs)).toBe(`${text} after 5 ms`);
  expect(describeStep(step("0.1"), startsAtMs)).toBe(`${text}, filled 0.1 after 5 ms`);
  expect(simplerSteps(step("0.1"))).toEqual([
    { ...step("0.1"), status: "OPEN" },
    { ...step("0.1"), filledQuantity: "0" },
  ]);
  expect(simplerSteps({ ...step(), status: "OPEN" } as Step)).toEqual([]);
});

/** The expected state of the run at the end. */
async function expectedAfter(...steps: readonly object[]) {
  const scenario = scenarioWith({ steps: [...steps, { kind: "reconcile" }] as never });
  const { runContexts, trace } = await runScenario(scenario, shippedPipeline);
  const expected = runContexts.at(-1)?.expected;
  return {
    filled: expected?.orders.map((order) => order.filledQuantity),
    positions: expected?.positions.map(({ quantity }) => quantity),
    delivered: trace.flatMap(({ step: one }) =>
      one.kind === "order-update" ? [one.filledQuantity] : [],
    ),
  };
}

const place = { kind: "place-order", order: expectedOrder({ filledQuantity: "0.0002" }) };
const fill = (quantity: string) => ({ kind: "fill-order", clientOrderId, quantity });
const deliver = (update: number) => ({ kind: "deliver-update", update });
const fills = [place, fill("0.0004"), fill("0.0003")];

test("a placed order has no fill until an update brings one", async () => {
  expect(await expectedAfter(...fills)).toEqual({ filled: ["0"], positions: [], delivered: [] });
});

test.each([
  [0, "0"],
  [1, "0.0004"],
  [2, "0.0007"],
  [4, "0.0004"],
  [-1, "0.0007"],
  [-2, "0.0004"],
  [-3, "0"],
  [-4, "0.0007"],
])("the exchange delivers update %i with the whole fill until then, %s", async (at, filled) => {
  expect((await expectedAfter(...fills, deliver(at))).delivered).toEqual([filled]);
});

test("a delivered fill moves the expected position once", async () => {
  expect(await expectedAfter(...fills, ...[1, 2, 1, 2].map(deliver))).toMatchObject({
    filled: ["0.0007"],
    positions: ["0.0007"],
  });
});

const simplerUpdates = (update: number) =>
  simplerSteps(stepSchema.parse(deliver(update))).map((simpler) =>
    simpler.kind === "deliver-update" ? simpler.update : null,
  );

test("an index shrinks to smaller ones, and a negative one to those of one digit", () => {
  expect(simplerUpdates(2)).toEqual([0, 1]);
  expect(simplerUpdates(-1)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});
