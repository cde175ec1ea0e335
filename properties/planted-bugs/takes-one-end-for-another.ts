/** An order that was filled, in the books as cancelled. */
import { isLive } from "../../src/domain/order.ts";
import { statusesDiverge } from "../../src/pipeline/detect.ts";
import { plantBug } from "./planted-bug.ts";

export const takesOneEndForAnother = plantBug({
  name: "takes-one-end-for-another",
  expectedFailure: "every-mismatch-is-reported/missing-mismatch",
  minimalSize: 4,
  parts: {
    statusesDiverge: (believed, observed) =>
      (isLive(believed) || isLive(observed)) && statusesDiverge(believed, observed),
  },
});
