import * as fc from "fast-check";
import type { Step } from "../../../src/scenario/step.ts";
import { index, type Operation, type StepGenerator } from "../step-generator.ts";
import { conditionalPlacement } from "./place-conditional-order.ts";

const trigger = fc
  .tuple(index, fc.constantFrom("TRIGGERED", "TRIGGERED", "TRIGGERING"))
  .map(([clientOrderId, into]): Step => ({ kind: "trigger-order", clientOrderId, into }));

/** Perhaps of the order that has just been triggered. */
const fill = index.map((clientOrderId): Step => {
  return { kind: "fill-order", clientOrderId, quantity: null };
});
const cancel = index.map((clientOrderId): Step => {
  return { kind: "cancel-by-exchange", clientOrderId, orderList: "conditional" };
});

const alone = (step: Step): readonly Step[] => [step];

/** Two steps of one order. */
function slowly(clientOrderId: number): readonly Step[] {
  return [
    { kind: "trigger-order", clientOrderId, into: "TRIGGERING" },
    { kind: "trigger-order", clientOrderId, into: "TRIGGERED" },
  ];
}

const nothing: Operation = () => [];

/**
 * Often with an order that can be triggered, because few sequences have one, and then often with another operation
 * between the two.
 */
export function triggerOrder(between: readonly fc.Arbitrary<Operation>[]): StepGenerator {
  const other = fc.oneof(fc.constant(nothing), ...between);
  return {
    weight: 3,
    generate: fc
      .record({
        place: fc.oneof(conditionalPlacement, conditionalPlacement, fc.constant(nothing)),
        before: fc.oneof(fc.constant(nothing), other, other),
        changes: fc.oneof(
          { arbitrary: trigger.map(alone), weight: 3 },
          { arbitrary: cancel.map(alone), weight: 1 },
          { arbitrary: index.map(slowly), weight: 1 },
        ),
        filled: fc.oneof(
          { arbitrary: fc.constant([]), weight: 3 },
          { arbitrary: fill.map(alone), weight: 1 },
        ),
      })
      .map(({ place, before, changes, filled }): Operation => (context) => [
        ...place(context),
        ...before(context),
        ...changes,
        ...filled,
      ]),
  };
}
