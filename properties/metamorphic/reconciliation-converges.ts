/** The follow-up adds a quiescence of as many runs as the limits require, and one more. */
import { positionKey } from "../../src/domain/position.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { fail, pass, discarded, type MetamorphicProperty } from "../property.ts";
import { describeRequest } from "../oracle/requests.ts";
import { withQuiescence } from "../view/quiescence.ts";
import { remediationOf } from "../view/variants.ts";

export const reconciliationConverges: MetamorphicProperty = {
  kind: "metamorphic",
  name: "reconciliation-converges",
  statement:
    "In quiescence, the number of runs that the limits require leaves no remediation for another run.",
  severity: "money",
  checks: ["no-convergence"],
  requires: ["sequences"],
  judgesSequences: true,
  followUp: ({ scenario }) => {
    const { config } = scenario;
    const runs = maxRuns(scenario);
    if (config.attemptWindowSeconds <= (config.cooldownSeconds + 1) * runs) {
      return { discarded: "the attempt window ends before the last attempt" };
    }
    return withQuiescence(scenario, runs + 1);
  },
  judge: ({ scenario, observation }, { observation: { runContexts, portCalls } }) => {
    const [before, last] = [observation.runContexts.length, runContexts.length - 1];
    const quiet = portCalls.filter(({ run }) => run > before);
    if (quiet.length === 0) return discarded("there was no port call in quiescence");
    const late = quiet.find(({ run }) => run === last);
    if (late === undefined) return pass;
    const expected = `no port call after ${maxRuns(scenario)} quiet runs`;
    const actual = describeRequest(late.request);
    const variant = `${remediationOf(late.request)} ${late.reply.status}`;
    return fail("no-convergence", { run: last, expected, actual }, variant);
  },
};

/**
 * Each run cancels as many orders, or flattens as many positions, as both limits permit. A position
 * that cannot be closed takes all of its attempts.
 */
function maxRuns({ config, expected, exchange, steps }: Scenario): number {
  const orders = new Set(exchange.orders.map(({ clientOrderId }) => clientOrderId));
  const positions = new Set([...expected.positions, ...exchange.positions].map(positionKey));
  for (const order of [...exchange.orders, ...expected.orders]) positions.add(positionKey(order));
  for (const step of steps) {
    if (step.kind === "place-order" || step.kind === "add-order") {
      orders.add(step.order.clientOrderId);
      positions.add(positionKey(step.order));
    }
    if (step.kind === "set-position") positions.add(positionKey(step.position));
  }
  const { maxOrdersPerAction, maxSymbolsPerAction, maxAttemptsPerIntent } = config;
  const perRun = Math.max(Math.min(maxOrdersPerAction, maxSymbolsPerAction), 1);
  const attempts = maxAttemptsPerIntent * (Math.ceil(positions.size / perRun) + 1);
  return Math.ceil(orders.size / perRun) + attempts;
}
