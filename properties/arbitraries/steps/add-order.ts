import { observedOrderOf } from "../order.ts";
import { forSlot, index, type StepGenerator } from "../step-generator.ts";

export const addOrder: StepGenerator = {
  weight: 3,
  generate: index.map((at) =>
    forSlot(at, (slot, number, context) => {
      const orders = observedOrderOf({ ...slot, observed: "OPEN" }, number, context);
      return orders.map((order) => ({ kind: "add-order", order }));
    }),
  ),
};
