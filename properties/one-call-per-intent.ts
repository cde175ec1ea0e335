/** An intent is the cancel of one order, or the flatten of one position. */
import { fail, pass, discarded, type RunProperty } from "./property.ts";
import { intentOfRequest } from "./oracle/requests.ts";
import { judgeRuns } from "./view/run-view.ts";

export const oneCallPerIntent: RunProperty = {
  kind: "run",
  name: "one-call-per-intent",
  statement: "A run cancels an order at most once and flattens a position at most once.",
  severity: "money",
  checks: ["duplicate-call"],
  judge: judgeRuns(({ run, requests, report, portCalls }) => {
    if (requests.length === 0) return discarded("there was no request");
    const intents = requests.map(intentOfRequest);
    const repeated = intents.find((intent, index) => intents.indexOf(intent) !== index);
    if (repeated === undefined) return pass;
    const count = intents.filter((intent) => intent === repeated).length;
    const [expected, actual] = [`${repeated} once`, `${repeated} ${count} times`];
    const [kind = ""] = repeated.split(" ");
    // A dry run has no reply.
    const reply = portCalls.find(({ request }) => intentOfRequest(request) === repeated)?.reply;
    const variant = `${kind}/${reply === undefined ? report.mode : `after ${reply.status}`}`;
    return fail("duplicate-call", { run, expected, actual }, variant);
  }),
};
