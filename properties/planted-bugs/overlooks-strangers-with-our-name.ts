/** Only orders that were in the books were asked for. */
import { plantBug } from "./planted-bug.ts";

export const overlooksStrangersWithOurName = plantBug({
  name: "overlooks-strangers-with-our-name",
  expectedFailure: "orders-beat-positions/flatten-sent-before-orders",
  minimalSize: 4,
  bends: {
    seesOrder: ({ clientOrderId }, { expected }) =>
      expected.orders.some((order) => order.clientOrderId === clientOrderId),
  },
});
