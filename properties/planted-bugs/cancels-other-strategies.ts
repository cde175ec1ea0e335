/** Two bots in one account. */
import { plantBug } from "./planted-bug.ts";

export const cancelsOtherStrategies = plantBug(
  {
    name: "cancels-other-strategies",
    caughtBy: "cancels-touch-only-our-orders/ours",
    source: "Two bots in one account.",
  },
  {
    inputs: (inputs) => ({
      ...inputs,
      config: { ...inputs.config, allowedStrategies: ["grid", "mm", "arb"] },
    }),
  },
);
