/** hummingbot#2896: all that was open on the symbol was cancelled, whoever had placed it. */
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";

export const cancelsOtherPeoplesOrders = plantBug({
  name: "cancels-other-peoples-orders",
  source: "hummingbot#2896",
  expectedFailure: "cancels-touch-only-own-orders/external-cancel",
  minimalSize: 4,
  parts: { limits: { ...limits, ownOrder: () => null } },
});
