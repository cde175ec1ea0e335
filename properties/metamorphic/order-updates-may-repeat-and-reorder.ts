/** News that comes twice and in the wrong order leads to the same runs as news that comes once and in order. */
import type { ExpectedState } from "../../src/domain/expected-state.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { Step } from "../../src/scenario/step.ts";
import { fail } from "../property.ts";
import type { MetamorphicProperty } from "../property.ts";
import { compareEffects } from "../view/compare-effects.ts";

export const orderUpdatesMayRepeatAndReorder: MetamorphicProperty = {
  kind: "metamorphic",
  name: "order-updates-may-repeat-and-reorder",
  statement:
    "News that comes twice and in the wrong order leads to the same runs as news that comes once and in order.",
  severity: "money",
  requires: ["sequences", "order-updates"],
  judgesSequences: true,
  followUp: ({ scenario }) => {
    if (!scenario.steps.some(isNews)) return { discarded: "no news came" };
    return { ...scenario, steps: repeatAndReorder(scenario) };
  },
  judge: (observed, followUpCase) => {
    const before = observed.observation.runContexts;
    for (const [run, situation] of followUpCase.observation.runContexts.entries()) {
      const due = before[run]?.expected;
      const [expected, actual] = [
        due === undefined ? "" : describe(due),
        describe(situation.expected),
      ];
      if (expected !== actual) return fail("different-expected-state", { run, expected, actual });
    }
    return compareEffects("different-runs", observed, followUpCase);
  },
};

function describe({ orders, positions }: ExpectedState): string {
  return [
    ...orders.map(({ clientOrderId, status }) => `${clientOrderId} ${status}`),
    ...positions.map(
      ({ symbol, positionSide, quantity }) => `${symbol} ${positionSide} ${quantity}`,
    ),
  ].join(", ");
}

function isNews({ kind }: Step): boolean {
  return kind === "order-update" || kind === "deliver-update";
}

/** What comes in a row comes as it was, and then once more backwards. */
function repeatAndReorder({ steps }: Scenario): Step[] {
  const changed: Step[] = [];
  let row: Step[] = [];
  for (const step of steps) {
    if (isNews(step)) row.push(step);
    else {
      changed.push(...row, ...row.toReversed(), step);
      row = [];
    }
  }
  return [...changed, ...row, ...row.toReversed()];
}
