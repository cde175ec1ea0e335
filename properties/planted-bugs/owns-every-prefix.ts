/** A search for the name of the bot anywhere at the start of an id. */
import { owning } from "./owning.ts";
import { plantBug } from "./planted-bug.ts";

export const ownsEveryPrefix = plantBug({
  name: "owns-every-prefix",
  expectedFailure: "cancels-touch-only-own-orders/external-cancel",
  minimalSize: 3,
  parts: owning((id, { clientOrderIdPrefix }) => id.startsWith(clientOrderIdPrefix)),
});
