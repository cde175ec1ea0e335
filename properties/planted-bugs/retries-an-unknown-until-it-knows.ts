/** An unknown outcome is tried again after every look, for as long as the other limits allow. */
import { decideMode } from "../../src/pipeline/gates.ts";
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";
import { rebuild } from "./rebuilt-pipeline.ts";

const { maxAttemptsPerIntent, maxAttemptsPerWindow, maxOrders, maxSymbols, outcomeResolved } =
  limits;
const others = [maxAttemptsPerIntent, maxAttemptsPerWindow, maxOrders, maxSymbols];

export const retriesAnUnknownUntilItKnows = plantBug({
  name: "retries-an-unknown-until-it-knows",
  expectedFailure: "unknown-outcomes-need-a-new-snapshot/third-attempt-after-unknown",
  minimalSize: 7,
  isSequence: true,
  reconcile: (inputs, services) => {
    const isLive = decideMode(inputs.gates).mode === "live";
    return rebuild({
      limits: {
        ...limits,
        outcomeResolved: (mismatch, context) =>
          isLive && others.every((limit) => limit(mismatch, context) === null)
            ? null
            : outcomeResolved(mismatch, context),
      },
    })(inputs, services);
  },
});
