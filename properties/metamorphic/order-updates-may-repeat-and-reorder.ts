/** News that comes twice and in the wrong order leads to the same runs as news that comes once and in order. */
import type { Belief } from "../../src/domain/expected-state.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { Step } from "../../src/scenario/step.ts";
import { fails } from "../property.ts";
import type { RelationProperty } from "../property.ts";
import { compareEffects } from "../view/compare-effects.ts";

export const eventsMayRepeatAndReorder: RelationProperty = {
  kind: "relation",
  name: "events-may-repeat-and-reorder",
  statement:
    "News that comes twice and in the wrong order leads to the same runs as news that comes once and in order.",
  movesMoney: true,
  needsHistories: true,
  needsNews: true,
  judgesHistories: true,
  derive: ({ scenario }) => {
    if (!scenario.steps.some(isNews)) return { notApplicable: "no news came" };
    return { ...scenario, steps: repeatAndReorder(scenario) };
  },
  judge: (observed, derived) => {
    const before = observed.observation.situations;
    for (const [run, situation] of derived.observation.situations.entries()) {
      const due = before[run]?.expected;
      const [expected, happened] = [
        due === undefined ? "" : describe(due),
        describe(situation.expected),
      ];
      if (expected !== happened) return fails("the-same-belief", { run, expected, happened });
    }
    return compareEffects("the-same-runs", observed, derived);
  },
};

function describe({ orders, positions }: Belief): string {
  return [
    ...orders.map(({ clientOrderId, status }) => `${clientOrderId} ${status}`),
    ...positions.map(
      ({ symbol, positionSide, quantity }) => `${symbol} ${positionSide} ${quantity}`,
    ),
  ].join(", ");
}

function isNews({ kind }: Step): boolean {
  return kind === "stream-event" || kind === "stream-delivers";
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
