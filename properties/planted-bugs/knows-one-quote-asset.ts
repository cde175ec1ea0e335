/** A filter from the time when everything was quoted in USDT. */
import { plantBug } from "./planted-bug.ts";

export const knowsOneQuoteAsset = plantBug({
  name: "knows-one-quote-asset",
  expectedFailure: "renaming-symbols-renames-the-plan/different-effects",
  minimalSize: 3,
  bends: {
    seesOrder: ({ symbol }) => symbol.includes("USDT"),
    snapshot: ({ orders, positions }) => ({
      orders,
      positions:
        positions.status === "failed"
          ? positions
          : {
              ...positions,
              items: positions.items.filter(({ symbol }) => symbol.includes("USDT")),
            },
    }),
  },
});
