/** An order that was as good as cancelled, because its cancel stood in the plan. */
import { isCancellable } from "../../src/domain/order.ts";
import { plantBug } from "./planted-bug.ts";

export const cancelsAndFlattensAtOnce = plantBug({
  name: "cancels-and-flattens-at-once",
  caughtBy: "action-routes-only-its-kind/one-kind-a-run",
  smallest: 4,
  parts: {
    standsInTheWay: ({ observed }) =>
      observed === null || !("status" in observed) || !isCancellable(observed.status),
  },
});
