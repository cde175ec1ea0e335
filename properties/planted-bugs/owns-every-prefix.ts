/** A search for the name of the bot anywhere at the start of an id. */
import { owning } from "./owning.ts";
import { plantBug } from "./planted-bug.ts";

export const ownsEveryPrefix = plantBug({
  name: "owns-every-prefix",
  caughtBy: "cancels-touch-only-our-orders/ours",
  smallest: 3,
  parts: owning((id, { clientOrderIdPrefix }) => id.startsWith(clientOrderIdPrefix)),
});
