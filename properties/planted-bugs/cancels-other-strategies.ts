/** Two bots in one account. */
import { plantBug } from "./planted-bug.ts";

export const cancelsOtherStrategies = plantBug({
  name: "cancels-other-strategies",
  caughtBy: "cancels-touch-only-our-orders/ours",
  smallest: 3,
  bends: {
    config: () => ({ allowedStrategies: ["grid", "mm", "arb"] }),
  },
});
