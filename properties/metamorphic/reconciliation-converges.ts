/** The follow-up adds a quiescence of as many runs as the limits require, and one more. */
import { fail, pass, discarded, type MetamorphicProperty } from "../property.ts";
import { describeRequest } from "../oracle/requests.ts";
import { maxQuietRuns, withQuiescence } from "../view/quiescence.ts";
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
  followUp: withQuiescence,
  judge: ({ scenario }, { observation: { runContexts, portCalls } }) => {
    const [last, runs] = [runContexts.length - 1, maxQuietRuns(scenario)];
    const { attemptWindowSeconds, cooldownSeconds } = scenario.config;
    if (attemptWindowSeconds <= (cooldownSeconds + 1) * runs) return attemptsExpire;
    const quiet = portCalls.filter(({ run }) => run >= last - runs);
    if (quiet.length === 0) return discarded("there was no port call in quiescence");
    if (quiet.some(({ malformed }) => malformed !== null)) return refusedForms;
    const late = quiet.find(({ run }) => run === last);
    if (late === undefined) return pass;
    const expected = `no port call after ${runs} quiet runs`;
    const actual = describeRequest(late.request);
    const variant = `${remediationOf(late.request)} ${late.reply.status}`;
    return fail("no-convergence", { run: last, expected, actual }, variant);
  },
};

const attemptsExpire = discarded("the attempt window ends before the last attempt");

/** Another property judges the form of a call. */
const refusedForms = discarded("the exchange refuses the form of a port call");
