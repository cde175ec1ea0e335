import * as fc from "fast-check";
import type { Step } from "../../../src/scenario/step.ts";
import { conditionalSlot, expectedConditionalOrderOf } from "../conditional-order.ts";
import type { Operation, StepGenerator } from "../step-generator.ts";

const anyLost = fc.constantFrom("nothing", "nothing", "nothing", "request", "reply", "reply");

/** No conditional order of the start has these numbers, so most of their ids are free. */
const numbers = fc.constantFrom(81, 82, 83);

export const conditionalPlacement: fc.Arbitrary<Operation> = fc
  .tuple(conditionalSlot(), numbers, anyLost)
  .map(([slot, number, lost]) => (context): readonly Step[] => {
    const placed = { ...slot, number, expected: "NEW" } as const;
    const conditionalOrder = expectedConditionalOrderOf(placed, context);
    return conditionalOrder === null
      ? []
      : [{ kind: "place-conditional-order", conditionalOrder, lost }];
  });

/** A stop that closes the position is triggered. Without a position it opens no order. */
export const triggeredClose: fc.Arbitrary<Operation> = conditionalSlot().map(
  (slot) => (context) => {
    const close = { ...slot, number: 84, expected: "NEW", closesPosition: true } as const;
    const conditionalOrder = expectedConditionalOrderOf(close, context);
    return conditionalOrder === null
      ? []
      : [
          { kind: "place-conditional-order", conditionalOrder, lost: "nothing" },
          {
            kind: "trigger-order",
            clientOrderId: conditionalOrder.clientOrderId,
            into: "TRIGGERED",
          },
        ];
  },
);

export const placeConditionalOrder: StepGenerator = { weight: 1, generate: conditionalPlacement };
