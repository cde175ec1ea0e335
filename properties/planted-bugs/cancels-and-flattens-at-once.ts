/** An order that was as good as cancelled, because its cancel stood in the plan. */
import { isCancellable } from "../../src/domain/order.ts";
import { plantBug } from "./planted-bug.ts";

export const cancelsAndFlattensAtOnce = plantBug({
  name: "cancels-and-flattens-at-once",
  expectedFailure: "action-routes-only-its-kind/mixed-remediation-kinds",
  minimalSize: 4,
  parts: {
    standsInTheWay: ({ observed }) =>
      observed === null || !("status" in observed) || !isCancellable(observed.status),
  },
});
