/** An order that was filled, in the books as cancelled. */
import { isLive } from "../../src/domain/order.ts";
import { diverge } from "../../src/pipeline/detect.ts";
import { plantBug } from "./planted-bug.ts";

export const takesOneEndForAnother = plantBug({
  name: "takes-one-end-for-another",
  caughtBy: "every-difference-is-found/nothing-is-missing",
  smallest: 4,
  parts: {
    diverge: (believed, observed) =>
      (isLive(believed) || isLive(observed)) && diverge(believed, observed),
  },
});
