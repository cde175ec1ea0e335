/** Only orders that were in the books were asked for. */
import { plantBug } from "./planted-bug.ts";

export const overlooksStrangersWithOurName = plantBug(
  "overlooks-strangers-with-our-name",
  "orders-beat-positions/no-flatten-is-sent",
  {
    seesOrder: ({ clientOrderId }, { expected }) =>
      expected.orders.some((order) => order.clientOrderId === clientOrderId),
  },
);
