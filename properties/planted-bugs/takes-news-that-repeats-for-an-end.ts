/** News that says what is known already is taken for the order being gone. */
import type { ExpectedOrder } from "../../src/domain/order.ts";
import { hear } from "../../src/pipeline/order-update.ts";
import type { OrderNews } from "../../src/pipeline/order-update.ts";
import { plantBug } from "./planted-bug.ts";

const isTheSame = (known: ExpectedOrder, news: OrderNews): boolean =>
  known.clientOrderId === news.clientOrderId && known.updatedAtMs === news.updatedAtMs;

export const takesNewsThatRepeatsForAnEnd = plantBug({
  name: "takes-news-that-repeats-for-an-end",
  caughtBy: "events-may-repeat-and-reorder/the-same-belief",
  smallest: 2,
  takesHistories: true,
  hear: (belief, news) => ({
    ...belief,
    orders: hear(belief, news).orders.map((order) =>
      belief.orders.some((known) => isTheSame(known, news)) &&
      order.clientOrderId === news.clientOrderId
        ? { ...order, status: "CANCELLED" }
        : order,
    ),
  }),
  bends: {},
});
