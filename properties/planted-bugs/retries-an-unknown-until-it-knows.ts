/** An unknown outcome is tried again after every look, for as long as the other limits allow. */
import { decideMode } from "../../src/pipeline/gates.ts";
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";
import { rebuild } from "./rebuilt-pipeline.ts";

const { attemptsWithin, windowWithin, ordersWithin, symbolsWithin, outcomeResolved } = limits;
const others = [attemptsWithin, windowWithin, ordersWithin, symbolsWithin];

export const retriesAnUnknownUntilItKnows = plantBug({
  name: "retries-an-unknown-until-it-knows",
  caughtBy: "unknown-is-resolved-by-looking/once-more",
  smallest: 7,
  takesHistories: true,
  reconcile: (inputs, world) => {
    const isLive = decideMode(inputs.gates).mode === "live";
    return rebuild({
      limits: {
        ...limits,
        outcomeResolved: (mismatch, context) =>
          isLive && others.every((limit) => limit(mismatch, context) === null)
            ? null
            : outcomeResolved(mismatch, context),
      },
    })(inputs, world);
  },
});
