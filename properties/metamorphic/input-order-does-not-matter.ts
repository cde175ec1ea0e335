/** ExpectedState and exchange listed in reverse lead to the same mismatches, outcomes and calls. */
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { MetamorphicProperty } from "../property.ts";
import { compareEffects } from "../view/compare-effects.ts";

export const inputOrderDoesNotMatter: MetamorphicProperty = {
  kind: "metamorphic",
  name: "input-order-does-not-matter",
  statement:
    "ExpectedState and exchange listed in reverse lead to the same mismatches, outcomes and calls.",
  severity: "money",
  followUp: ({ scenario }) => {
    const { expected, exchange } = scenario;
    const lists = [expected.orders, expected.positions, exchange.orders, exchange.positions];
    if (lists.every((list) => list.length < 2)) return { discarded: "no list of two or more" };
    return reversed(scenario);
  },
  judge: (observed, followUpCase) => compareEffects("different-effects", observed, followUpCase),
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
