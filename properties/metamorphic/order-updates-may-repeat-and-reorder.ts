/** In the follow-up, each group of consecutive order updates arrives again in reverse. */
import type { ExpectedState } from "../../src/domain/expected-state.ts";
import { canonicalDecimal, signOf, zero } from "../../src/domain/decimal.ts";
import { positionKey, type Position } from "../../src/domain/position.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { Step } from "../../src/scenario/step.ts";
import { fail, type MetamorphicProperty } from "../property.ts";
import { compareEffects, describePositions } from "../view/compare-effects.ts";

export const orderUpdatesMayRepeatAndReorder: MetamorphicProperty = {
  kind: "metamorphic",
  name: "order-updates-may-repeat-and-reorder",
  statement: "Repeated and reordered order updates change no expected state, result or port call.",
  severity: "money",
  checks: ["different-expected-state", "different-runs"],
  requires: ["sequences", "order-updates"],
  judgesSequences: true,
  followUp: ({ scenario }) =>
    scenario.steps.some(isUpdate)
      ? { ...scenario, steps: repeatAndReorder(scenario) }
      : { discarded: "there was no order update" },
  judge: (observed, followUpCase, _, failures) => {
    const contexts = observed.observation.runContexts;
    for (const [run, context] of followUpCase.observation.runContexts.entries()) {
      const [expected, actual] = [describe(contexts[run]?.expected), describe(context.expected)];
      if (expected === actual) continue;
      const orders = [contexts[run]?.expected, context.expected].map((state) =>
        (state?.orders ?? [])
          .map(({ clientOrderId, status }) => `${clientOrderId} ${status}`)
          .join(),
      );
      const variant = orders[0] === orders[1] ? "positions" : "orders";
      failures.push(fail("different-expected-state", { run, expected, actual }, variant));
    }
    return compareEffects("different-runs", observed, followUpCase);
  },
};

function describe(expected: ExpectedState | undefined): string {
  const { orders, positions } = expected ?? { orders: [], positions: [] };
  const statuses = orders.map(({ clientOrderId, status }) => `${clientOrderId} ${status}`);
  const listed = statuses.length === 0 ? "no order" : statuses.join(", ");
  return `${listed}; ${describePositions(inOneForm(positions))}`;
}

/** A bot may add the entries in the order of arrival, and write equal quantities in several ways. */
function inOneForm(positions: readonly Position[]): readonly Position[] {
  return positions
    .map(({ symbol, positionSide, quantity }) => {
      const same = signOf(quantity) === 0 ? zero : canonicalDecimal(quantity);
      return { symbol, positionSide, quantity: same };
    })
    .toSorted((left, right) => (positionKey(left) < positionKey(right) ? -1 : 1));
}

function isUpdate({ kind }: Step): boolean {
  return kind === "order-update" || kind === "deliver-update";
}

function repeatAndReorder({ steps }: Scenario): Step[] {
  const changed: Step[] = [];
  let updates: Step[] = [];
  for (const step of steps) {
    if (isUpdate(step)) updates.push(step);
    else {
      changed.push(...updates, ...updates.toReversed(), step);
      updates = [];
    }
  }
  return [...changed, ...updates, ...updates.toReversed()];
}
