/** hummingbot#2896: all that was open on the symbol was cancelled, whoever had placed it. */
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";

export const cancelsOtherPeoplesOrders = plantBug({
  name: "cancels-other-peoples-orders",
  source: "hummingbot#2896",
  caughtBy: "cancels-touch-only-our-orders/ours",
  smallest: 4,
  parts: { limits: { ...limits, orderIsOurs: () => null } },
});
