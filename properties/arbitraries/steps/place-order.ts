import * as fc from "fast-check";
import { expectedOrderOf, otherSymbol } from "../order.ts";
import { forSlot, index, type StepGenerator } from "../step-generator.ts";

const anyLost = fc.constantFrom("nothing", "nothing", "request", "reply");

/** Two symbols may have orders with one id. */
const isOnOtherSymbol = fc.nat({ max: 7 }).map((number) => number === 7);

export const placeOrder: StepGenerator = {
  weight: 3,
  generate: fc.tuple(index, anyLost, isOnOtherSymbol).map(([at, lost, isOther]) =>
    forSlot(at, (slot, number, context) => {
      const expectedSymbol = isOther ? otherSymbol(slot.symbol) : slot.symbol;
      const open = { ...slot, expected: "OPEN", expectedSymbol } as const;
      const orders = expectedOrderOf(open, number, context);
      return orders.map((order) => ({ kind: "place-order", order, lost }));
    }),
  ),
};
