/** Two bots in one account. */
import { plantBug } from "./planted-bug.ts";

export const cancelsOtherStrategies = plantBug(
  "cancels-other-strategies",
  "cancels-touch-only-our-orders/ours",
  {
    config: () => ({ allowedStrategies: ["grid", "mm", "arb"] }),
  },
);
