/** ccxt/ccxt#15833: a short is a quantity below zero in one-way mode, and was closed like a long. */
import { requestFor } from "../../src/pipeline/plan.ts";
import { plantBug } from "./planted-bug.ts";

export const sellsWhateverItHolds = plantBug({
  name: "sells-whatever-it-holds",
  source: "ccxt/ccxt#15833",
  expectedFailure: "flatten-only-reduces/wrong-side",
  minimalSize: 3,
  parts: {
    requestFor: (mismatch, config, nowMs, sequence) => {
      const request = requestFor(mismatch, config, nowMs, sequence);
      if (request.method === "cancelOrder") return request;
      return { ...request, side: "SELL" };
    },
  },
});
