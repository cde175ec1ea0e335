/** A symbol that was left out while something was tried, and never put back. */
import { plantBug } from "./planted-bug.ts";

export const leavesBitcoinAlone = plantBug({
  name: "leaves-bitcoin-alone",
  expectedFailure: "renaming-symbols-renames-the-plan/different-effects",
  minimalSize: 3,
  bends: {
    snapshot: ({ orders, positions }) => ({
      orders,
      positions:
        positions.status === "ok"
          ? { ...positions, items: positions.items.filter(({ symbol }) => symbol !== "BTCUSDT") }
          : positions,
    }),
  },
});
