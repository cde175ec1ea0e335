/** The follow-up adds a quiescence of as many runs as the limits require, and one more. */
import { fail, pass, discarded } from "../property.ts";
import type { Case, Failure, MetamorphicProperty, Verdict } from "../property.ts";
import { expectedMismatches, isSameMismatch } from "../oracle/expected-mismatches.ts";
import { expectedOutcomes, type ExpectedOutcome } from "../oracle/expected-outcomes.ts";
import { describeExpected, describeRequest } from "../oracle/requests.ts";
import { configAtEnd, maxQuietRuns, withQuiescence } from "../view/quiescence.ts";
import { scenarioOfRun } from "../view/run-view.ts";
import { mismatchKind, remediationOf } from "../view/variants.ts";

export const reconciliationConverges: MetamorphicProperty = {
  kind: "metamorphic",
  name: "reconciliation-converges",
  statement:
    "In quiescence, the runs that the limits require leave no remediation, and what stays blocked is reported.",
  severity: "money",
  checks: ["no-convergence", "remediation-remains", "unreported-block"],
  requires: ["sequences"],
  judgesSequences: true,
  followUp: withQuiescence,
  judge: ({ scenario }, followUpCase, _, failures) => {
    const { runContexts, portCalls } = followUpCase.observation;
    const [last, runs] = [runContexts.length - 1, maxQuietRuns(scenario)];
    const { attemptWindowSeconds, cooldownSeconds } = configAtEnd(scenario);
    if (attemptWindowSeconds <= (cooldownSeconds + 1) * runs) return attemptsExpire;
    const quiet = portCalls.filter(({ run }) => run >= last - runs);
    if (quiet.some(({ malformed }) => malformed !== null)) return refusedForms;
    const late = quiet.find(({ run }) => run === last);
    if (late !== undefined) {
      const expected = `no port call after ${runs} quiet runs`;
      const actual = describeRequest(late.request);
      const variant = `${remediationOf(late.request)} ${late.reply.status}`;
      failures.push(fail("no-convergence", { run: last, expected, actual }, variant));
    }
    return judgeRest(followUpCase, last, quiet.length > 0, failures);
  },
};

const attemptsExpire = discarded("the attempt window ends before the last attempt");

/** Another property judges the form of a call. */
const refusedForms = discarded("the exchange refuses the form of a port call");

const nothingRemained = discarded("quiescence had no port call, and left no mismatch");

/** A bot that does nothing for ever converges too, so that the mismatches of the last run decide. */
function judgeRest(observed: Case, last: number, hasCalls: boolean, failures: Failure[]): Verdict {
  const context = observed.observation.runContexts[last];
  if (context === undefined) return nothingRemained;
  const scenario = scenarioOfRun(observed.scenario, context);
  const outcomes = expectedOutcomes(scenario, context, expectedMismatches(scenario, context));
  const rest = outcomes.find(({ status }) => status === "permitted");
  if (rest !== undefined) {
    const expected = "no remediation that the limits permit in the last quiet run";
    const actual = describeExpected(rest);
    const variant = mismatchKind(rest.mismatch, context);
    failures.push(fail("remediation-remains", { run: last, expected, actual }, variant));
  }
  const silent = findUnreported(observed, last, outcomes);
  if (silent === undefined) return hasCalls || outcomes.length > 0 ? pass : nothingRemained;
  const expected = `${describeExpected(silent)} reported as ${silent.reason}`;
  const variant = `${mismatchKind(silent.mismatch, context)}/${silent.reason}`;
  return fail("unreported-block", { run: last, expected, actual: "not reported" }, variant);
}

/** The first block that the last run does not report, if the target reports results. */
function findUnreported(
  { observation: { runs, reported } }: Case,
  last: number,
  outcomes: readonly ExpectedOutcome[],
): ExpectedOutcome | undefined {
  const report = runs[last];
  if (report === undefined || !("results" in report) || !reported.has("results")) return undefined;
  return outcomes.find(
    ({ status, mismatch }) =>
      status === "blocked" &&
      !report.results.some(
        (result) =>
          result.outcome.status === "blocked" && isSameMismatch(mismatch, result.mismatch),
      ),
  );
}
