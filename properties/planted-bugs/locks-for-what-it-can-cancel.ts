/** A lock that was asked for the wrong half of what is live. */
import { isCancellable } from "../../src/domain/order.ts";
import { plantBug } from "./planted-bug.ts";

export const locksForWhatItCanCancel = plantBug({
  name: "locks-for-what-it-can-cancel",
  expectedFailure: "orders-beat-positions/flatten-sent-before-orders",
  minimalSize: 4,
  parts: {
    standsInTheWay: ({ observed }) =>
      observed !== null && "status" in observed && isCancellable(observed.status),
  },
});
