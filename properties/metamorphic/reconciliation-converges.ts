/** Once the exchange is quiet and the port accepts, as many runs as the limits allow leave nothing more to do. */
import type { Scenario } from "../../src/scenario/scenario.ts";
import { fail, pass, discarded } from "../property.ts";
import type { MetamorphicProperty } from "../property.ts";
import { describeRequest } from "../oracle/expected-outcomes.ts";
import { withQuiescence } from "../view/quiescence.ts";

export const reconciliationConverges: MetamorphicProperty = {
  kind: "metamorphic",
  name: "reconciliation-converges",
  statement:
    "Once the exchange is quiet and the port accepts, as many runs as the limits allow leave nothing more to do.",
  severity: "money",
  requires: ["sequences"],
  judgesSequences: true,
  followUp: ({ scenario }) => {
    const { config } = scenario;
    const runs = runsMax(scenario);
    if (config.attemptWindowSeconds <= (config.cooldownSeconds + 1) * runs) {
      return { discarded: "attempts are forgotten before all of them are made" };
    }
    return withQuiescence(scenario, runs + 1);
  },
  judge: ({ scenario, observation }, { observation: { runContexts, portCalls } }) => {
    const [before, last] = [observation.runContexts.length, runContexts.length - 1];
    const quiet = portCalls.filter(({ run }) => run > before);
    if (quiet.length === 0) return discarded("there was nothing to do in the end");
    const late = quiet.find(({ run }) => run === last);
    if (late === undefined) return pass;
    const expected = `nothing more to do after ${runsMax(scenario)} quiet runs`;
    return fail("no-convergence", {
      run: last,
      expected,
      actual: describeRequest(late.request),
    });
  },
};

/**
 * A run ends as many orders, or tries to close as many positions, as both limits let it, or all that are left.
 * A position that cannot be closed takes all of its attempts.
 */
function runsMax({ config, expected, exchange, steps }: Scenario): number {
  const orders = new Set(exchange.orders.map(({ clientOrderId }) => clientOrderId));
  const places = new Set([...expected.positions, ...exchange.positions].map(placeOf));
  for (const order of [...exchange.orders, ...expected.orders]) places.add(placeOf(order));
  for (const step of steps) {
    if (step.kind === "place-order" || step.kind === "add-order") {
      orders.add(step.order.clientOrderId);
      places.add(placeOf(step.order));
    }
    if (step.kind === "set-position") places.add(placeOf(step.position));
  }
  const { maxOrdersPerAction, maxSymbolsPerAction, maxAttemptsPerIntent } = config;
  const atOnce = Math.max(Math.min(maxOrdersPerAction, maxSymbolsPerAction), 1);
  const tries = maxAttemptsPerIntent * (Math.ceil(places.size / atOnce) + 1);
  return Math.ceil(orders.size / atOnce) + tries;
}

function placeOf({ symbol, positionSide }: { symbol: string; positionSide: string }): string {
  return `${symbol} ${positionSide}`;
}
