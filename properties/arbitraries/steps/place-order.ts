import * as fc from "fast-check";
import { expectedOrderOf } from "../order.ts";
import { forSlot, index, type StepGenerator } from "../step-generator.ts";

const anyLost = fc.constantFrom("nothing", "nothing", "request", "reply");

export const placeOrder: StepGenerator = {
  weight: 3,
  generate: fc.tuple(index, anyLost).map(([at, lost]) =>
    forSlot(at, (slot, number, context) => {
      const open = { ...slot, expected: "OPEN", expectedSymbol: slot.symbol } as const;
      const orders = expectedOrderOf(open, number, context);
      return orders.map((order) => ({ kind: "place-order", order, lost }));
    }),
  ),
};
