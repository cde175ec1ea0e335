/**
 * The follow-up is a second account, whose bot expects nothing: the same exchange, and another expected state. Both
 * accounts run in one process, step by step, and each must do what it does alone.
 */
import { accountNames } from "../../src/simulation/run-scenario.ts";
import { discarded, fail, pass, type Case, type Failure, type FollowUp } from "../property.ts";
import type { MetamorphicProperty, Together } from "../property.ts";
import { compareEffects } from "../view/compare-effects.ts";

export const accountsDoNotMix: MetamorphicProperty = {
  kind: "metamorphic",
  name: "accounts-do-not-mix",
  statement: "Two accounts in one process: each has the results and port calls that it has alone.",
  severity: "money",
  checks: ["different-runs", "event-of-no-account"],
  requires: ["accounts"],
  judgesSequences: true,
  runsTogether: true,
  followUp: secondAccount,
  judge: (observed, followUpCase, together, failures) => {
    const cases = together?.map((observation, at) => ({
      observation,
      alone: at === 0 ? observed : followUpCase,
      name: accountNames[at] ?? "",
    }));
    let hasEffects = false;
    for (const { observation, alone, name } of cases ?? []) {
      const wrong = wrongEvent(observation, name);
      if (wrong !== null) failures.push(wrong);
      const inProcess = { scenario: alone.scenario, observation };
      const verdict = compareEffects("different-runs", alone, inProcess);
      if (verdict.kind === "fail") failures.push(ofAccount(name, verdict));
      hasEffects ||= verdict.kind === "pass";
    }
    return hasEffects ? pass : noEffects;
  },
};

const noEffects = discarded("no account has a result or a port call");

function secondAccount({ scenario, observation }: Case): FollowUp {
  const { expected, steps } = scenario;
  if (steps.some(({ kind }) => kind === "crash" || kind === "restart")) {
    return { discarded: "a restart of the process would end the memory of both accounts" };
  }
  if (steps.some(({ kind }) => kind === "reconcile-overlapping")) {
    return { discarded: "two instances would be two processes" };
  }
  if (observation.portCalls.some(({ atMs, repliedAtMs }) => atMs !== repliedAtMs)) {
    return { discarded: "replies take time, so that the clocks of the accounts would differ" };
  }
  const none = { orders: [], positions: [] };
  return {
    ...scenario,
    expected: expected.conditionalOrders === undefined ? none : { ...none, conditionalOrders: [] },
  };
}

function ofAccount(name: string, verdict: Failure): Failure {
  const { check, variant, violation } = verdict;
  const { run, expected, actual } = violation;
  const inAccount = { run, expected, actual: `in the ${name} account of the process: ${actual}` };
  return { kind: "fail", check, variant, violation: inAccount };
}

/** A trail of two accounts is read by account. */
function wrongEvent(
  { auditEvents, reported }: NonNullable<Together>[number],
  name: string,
): Failure | null {
  if (!reported.has("audit")) return null;
  const wrong = auditEvents.find(({ account }) => account !== name);
  if (wrong === undefined) return null;
  const expected = `${wrong.event_type} with the account ${name}`;
  const actual = wrong.account === undefined ? "no account" : `the account ${wrong.account}`;
  return fail("event-of-no-account", { run: null, expected, actual });
}
