/** Belief and exchange listed in reverse lead to the same mismatches, outcomes and calls. */
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { RelationProperty } from "../property.ts";
import { compareEffects } from "../view/compare-effects.ts";

export const inputOrderDoesNotMatter: RelationProperty = {
  kind: "relation",
  name: "input-order-does-not-matter",
  statement:
    "Belief and exchange listed in reverse lead to the same mismatches, outcomes and calls.",
  movesMoney: true,
  derive: ({ scenario }) => {
    const { expected, exchange } = scenario;
    const lists = [expected.orders, expected.positions, exchange.orders, exchange.positions];
    if (lists.every((list) => list.length < 2)) return { notApplicable: "no list of two or more" };
    return reversed(scenario);
  },
  judge: (observed, derived) => compareEffects("the-same-effects", observed, derived),
};

function reversed(scenario: Scenario): Scenario {
  const { expected, exchange } = scenario;
  return {
    ...scenario,
    expected: {
      orders: expected.orders.toReversed(),
      positions: expected.positions.toReversed(),
    },
    exchange: {
      ...exchange,
      orders: exchange.orders.toReversed(),
      positions: exchange.positions.toReversed(),
    },
  };
}
