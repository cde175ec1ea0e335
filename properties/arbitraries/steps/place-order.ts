import * as fc from "fast-check";
import { expectedOrderOf } from "../order.ts";
import { atSlot, index, type StepGenerator } from "../step-generator.ts";

export const placeOrder: StepGenerator = {
  weight: 3,
  generate: () => {
    const lost = fc.constantFrom(
      "nothing" as const,
      "nothing" as const,
      "request" as const,
      "reply" as const,
    );
    return fc.tuple(index(), lost).map(([at, what]) => (context) => {
      const found = atSlot(at, context);
      if (found === null) return [];
      const { slot, number } = found;
      const open = { ...slot, expected: "OPEN", expectedSymbol: slot.symbol } as const;
      return expectedOrderOf(open, number, context.hedge, context.prefix).map((order) => ({
        kind: "place-order",
        order,
        lost: what,
      }));
    });
  },
};
