/** Pages that were asked for from the last id on, as if the venue listed by id. */
import { plantBug } from "./planted-bug.ts";

export const readsOnFromTheLastId = plantBug({
  name: "reads-on-from-the-last-id",
  expectedFailure: "input-order-does-not-matter/different-effects",
  minimalSize: 4,
  bends: {
    snapshot: ({ orders, positions }) => {
      if (orders.status === "failed") return { orders, positions };
      let last = -1n;
      const items = orders.items.filter(({ orderId }) => {
        const isNext = BigInt(orderId) > last;
        if (isNext) last = BigInt(orderId);
        return isNext;
      });
      return { orders: { ...orders, items }, positions };
    },
  },
});
