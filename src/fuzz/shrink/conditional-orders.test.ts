import { expect, test } from "vitest";
import { scenario as scenarioArbitrary } from "../../../properties/arbitraries/scenario.ts";
import { hasConditionalOrders, type Scenario } from "../../scenario/scenario.ts";
import { sequencesOf } from "../campaign-context.ts";
import { shrink } from "./shrink.ts";
import { generate, notSmaller } from "../../test-fixtures/shrinking.ts";

/** Before a run, because nothing shows the effect of a later step. */
const isPlaced = ({ steps, expected }: Scenario): boolean =>
  (expected.conditionalOrders ?? []).length > 0 ||
  steps
    .slice(
      0,
      steps.findLastIndex(({ kind }) => kind === "reconcile"),
    )
    .some((step) => step.kind === "place-conditional-order" && step.lost !== "reply");

const generated = [
  ...generate(scenarioArbitrary().filter(hasConditionalOrders), 6, 5),
  ...generate(sequencesOf(5, 0).filter(isPlaced), 1, 5),
];

test("every candidate of a scenario with conditional orders is smaller", () => {
  for (const scenario of generated) {
    expect(notSmaller(scenario)).toEqual([]);
  }
});

async function shrunkWhile(isKept: (candidate: Scenario) => boolean): Promise<Scenario[]> {
  const failing = generated.filter(isKept);
  expect(failing.length).toBeGreaterThan(0);
  const shrunk = failing.map((scenario) =>
    shrink(scenario, (candidate) => Promise.resolve(isKept(candidate))),
  );
  return (await Promise.all(shrunk)).map(({ scenario }) => scenario);
}

const listedOf = ({ exchange }: Scenario) => exchange.conditionalOrders ?? [];

test("a failure without conditional orders loses them", async () => {
  for (const scenario of await shrunkWhile(({ exchange }) => exchange.orders.length > 0)) {
    expect(hasConditionalOrders(scenario)).toBe(false);
  }
});

test("a failure of one conditional order keeps that order and nothing else", async () => {
  const smallest = await shrunkWhile((scenario) => listedOf(scenario).length > 0);
  for (const { exchange, expected, steps } of smallest) {
    expect(steps).toEqual([{ kind: "reconcile" }]);
    expect(exchange).toMatchObject({ orders: [], positions: [] });
    expect(exchange.conditionalOrders).toMatchObject([
      { quantity: "0.001", triggerPrice: "50000.00", status: "NEW" },
    ]);
    expect(expected).toEqual({ orders: [], positions: [] });
  }
});

test("an order that a step places becomes a part of the initial state", async () => {
  for (const { steps, expected } of await shrunkWhile(isPlaced)) {
    expect(steps).toEqual([{ kind: "reconcile" }]);
    expect(expected.conditionalOrders).toHaveLength(1);
  }
});
