/** Two bots in one account. */
import { plantBug } from "./planted-bug.ts";

export const cancelsOtherStrategies = plantBug({
  name: "cancels-other-strategies",
  expectedFailure: "cancels-touch-only-own-orders/external-cancel",
  minimalSize: 3,
  bends: {
    config: () => ({ allowedStrategies: ["grid", "mm", "arb"] }),
  },
});
