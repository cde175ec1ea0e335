/** An order that ends is struck off the belief, and news of it that comes late finds nothing. */
import { isLive } from "../../src/domain/order.ts";
import type { ExpectedOrder } from "../../src/domain/order.ts";
import { hear } from "../../src/pipeline/order-update.ts";
import { plantBug } from "./planted-bug.ts";

export const forgetsWhatHasEnded = plantBug({
  name: "forgets-what-has-ended",
  caughtBy: "stale-never-overrides-fresh/no-order-is-forgotten",
  smallest: 2,
  takesHistories: true,
  hear: (belief, news) => {
    const heard = hear(belief, news);
    const isOver = ({ clientOrderId, status }: ExpectedOrder) =>
      clientOrderId === news.clientOrderId && !isLive(status);
    return { ...heard, orders: heard.orders.filter((order) => !isOver(order)) };
  },
  bends: {},
});
