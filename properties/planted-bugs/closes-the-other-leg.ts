/** nautilus_trader PR#4732: the close named the leg that the order would have opened. */
import { requestFor } from "../../src/pipeline/plan.ts";
import { plantBug } from "./planted-bug.ts";

export const closesTheOtherLeg = plantBug({
  name: "closes-the-other-leg",
  source: "nautilus_trader PR#4732",
  expectedFailure: "flatten-only-reduces/flatten-without-position",
  minimalSize: 3,
  parts: {
    requestFor: (mismatch, config, nowMs, sequence) => {
      const request = requestFor(mismatch, config, nowMs, sequence);
      if (request.method === "cancelOrder") return request;
      const { positionSide } = request;
      return positionSide === null
        ? request
        : { ...request, positionSide: positionSide === "LONG" ? "SHORT" : "LONG" };
    },
  },
});
