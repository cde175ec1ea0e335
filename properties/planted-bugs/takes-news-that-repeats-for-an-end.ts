/** News that says what is known already is taken for the order being gone. */
import type { ExpectedOrder } from "../../src/domain/order.ts";
import { applyOrderUpdate } from "../../src/pipeline/order-update.ts";
import type { OrderUpdate } from "../../src/pipeline/order-update.ts";
import { plantBug } from "./planted-bug.ts";

const isTheSame = (known: ExpectedOrder, news: OrderUpdate): boolean =>
  known.clientOrderId === news.clientOrderId && known.updatedAtMs === news.updatedAtMs;

export const takesNewsThatRepeatsForAnEnd = plantBug({
  name: "takes-news-that-repeats-for-an-end",
  expectedFailure: "order-updates-may-repeat-and-reorder/different-expected-state",
  minimalSize: 2,
  isSequence: true,
  applyOrderUpdate: (expectedState, news) => ({
    ...expectedState,
    orders: applyOrderUpdate(expectedState, news).orders.map((order) =>
      expectedState.orders.some((known) => isTheSame(known, news)) &&
      order.clientOrderId === news.clientOrderId
        ? { ...order, status: "CANCELLED" }
        : order,
    ),
  }),
  bends: {},
});
