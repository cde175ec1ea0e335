import { observedOrderOf } from "../order.ts";
import { atSlot, index, type StepGenerator } from "../step-generator.ts";

export const addOrder: StepGenerator = {
  weight: 3,
  generate: () =>
    index().map((at) => (context) => {
      const found = atSlot(at, context);
      if (found === null) return [];
      const open = { ...found.slot, observed: "OPEN" } as const;
      return observedOrderOf(open, found.number, context.hedge, context.prefix).map((order) => ({
        kind: "add-order",
        order,
      }));
    }),
};
