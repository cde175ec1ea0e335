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

export const placeConditionalOrder: StepGenerator = { weight: 1, generate: conditionalPlacement };
