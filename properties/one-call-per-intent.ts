/** An intent is the cancel of one order, or the flatten of one position, which a filter of the venue can split. */
import { fail, pass, discarded, type RunProperty } from "./property.ts";
import { closingParts } from "./oracle/filters.ts";
import { intentOfMismatch, intentOfRequest } from "./oracle/requests.ts";
import { judgeRuns, type RunView } from "./view/run-view.ts";

export const oneCallPerIntent: RunProperty = {
  kind: "run",
  name: "one-call-per-intent",
  statement:
    "A run cancels an order, flattens a position, or sends each part of a close at most once.",
  severity: "money",
  checks: ["duplicate-call"],
  judge: judgeRuns((view) => {
    const { run, requests, report, portCalls } = view;
    if (requests.length === 0) return discarded("there was no request");
    const intents = requests.map(intentOfRequest);
    const countOf = (wanted: string) => intents.filter((intent) => intent === wanted).length;
    const repeated = intents.find(
      (intent, index) =>
        intents.indexOf(intent) !== index && countOf(intent) > partsOf(intent, view),
    );
    if (repeated === undefined) return pass;
    const parts = partsOf(repeated, view);
    const expected = parts > 1 ? `${repeated} in ${parts} parts` : `${repeated} once`;
    const actual = `${repeated} ${countOf(repeated)} times`;
    const [kind = ""] = repeated.split(" ");
    // A dry run has no reply.
    const reply = portCalls.find(({ request }) => intentOfRequest(request) === repeated)?.reply;
    const variant = `${kind}/${reply === undefined ? report.mode : `after ${reply.status}`}`;
    return fail("duplicate-call", { run, expected, actual }, variant);
  }),
};

/** Into how many orders the close of a position is split; 1 for anything else. */
function partsOf(intent: string, { expectedMismatches, scenario, requests }: RunView): number {
  if (scenario.exchange.filters === undefined) return 1;
  const mismatch = expectedMismatches.find((item) => intentOfMismatch(item) === intent);
  if (mismatch === undefined) return 1;
  return Math.max(closingParts(mismatch, scenario, requests.length)?.length ?? 1, 1);
}
