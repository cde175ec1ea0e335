/** An order that ends is struck off the expectedState, and news of it that comes late finds nothing. */
import { isLive } from "../../src/domain/order.ts";
import type { ExpectedOrder } from "../../src/domain/order.ts";
import { applyOrderUpdate } from "../../src/pipeline/order-update.ts";
import { plantBug } from "./planted-bug.ts";

export const forgetsWhatHasEnded = plantBug({
  name: "forgets-what-has-ended",
  expectedFailure: "snapshots-never-override-newer-updates/forgotten-order",
  minimalSize: 2,
  isSequence: true,
  applyOrderUpdate: (expectedState, news) => {
    const heard = applyOrderUpdate(expectedState, news);
    const isOver = ({ clientOrderId, status }: ExpectedOrder) =>
      clientOrderId === news.clientOrderId && !isLive(status);
    return { ...heard, orders: heard.orders.filter((order) => !isOver(order)) };
  },
  bends: {},
});
