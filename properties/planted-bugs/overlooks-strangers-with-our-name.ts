/** Only orders that were in the books were asked for. */
import { plantBug } from "./planted-bug.ts";

export const overlooksStrangersWithOurName = plantBug(
  {
    name: "overlooks-strangers-with-our-name",
    caughtBy: "orders-beat-positions/no-flatten-is-sent",
    source: "Only orders that were in the books were asked for.",
  },
  {
    snapshot: ({ orders, positions }, inputs) => ({
      orders:
        orders.status === "ok"
          ? {
              ...orders,
              items: orders.items.filter((order) =>
                inputs.expected.orders.some(
                  ({ clientOrderId }) => clientOrderId === order.clientOrderId,
                ),
              ),
            }
          : orders,
      positions,
    }),
  },
);
