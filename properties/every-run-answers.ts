/** A crash while an order is open leaves the order open, so no answer is worse than a wrong one. */
import { targetErrorKinds } from "../src/simulation/target.ts";
import { fail, pass, discarded, type RunProperty } from "./property.ts";

export const everyRunAnswers: RunProperty = {
  kind: "run",
  name: "every-run-answers",
  statement:
    "Every run and every start ends with a valid answer: no exception, error, exit or time-out.",
  severity: "money",
  checks: targetErrorKinds,
  judgesErroredRuns: true,
  judgesFollowUps: true,
  judge: ({ observation: { targetError, runContexts, runs } }) => {
    if (targetError === null) return pass;
    const { kind, message: actual } = targetError;
    if (kind === "unsupported") return discarded("the target does not support the scenario");
    // After the last run that has a report, the target was starting.
    const run = runContexts.length > runs.length ? runs.length : null;
    const expected = run === null ? "an answer to every request" : "a report";
    return fail(kind, { run, expected, actual });
  },
};
