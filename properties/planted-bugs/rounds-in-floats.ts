/** Binance_Futures_python#138: a quantity went through a binary float and came out below itself. */
import { decimalSchema } from "../../src/domain/decimal.ts";
import { requestFor } from "../../src/pipeline/plan.ts";
import { plantBug } from "./planted-bug.ts";

export const roundsInFloats = plantBug({
  name: "rounds-in-floats",
  source: "Binance_Futures_python#138",
  expectedFailure: "flatten-only-reduces/wrong-quantity",
  minimalSize: 3,
  parts: {
    requestFor: (mismatch, config, nowMs, sequence) => {
      const request = requestFor(mismatch, config, nowMs, sequence);
      if (request.method === "cancelOrder") return request;
      const lots = Math.floor(Number(request.quantity) / 0.001);
      return { ...request, quantity: decimalSchema.parse((lots * 0.001).toFixed(3)) };
    },
  },
});
