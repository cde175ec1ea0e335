/** An intent is the cancel of one order, or the flatten of one position, which a filter of the venue can split. */
import { fail, pass, discarded, type RunProperty } from "./property.ts";
import { counted } from "../src/domain/counted.ts";
import { closingParts } from "./oracle/filters.ts";
import { intentOfMismatch, intentOfRequest } from "./oracle/requests.ts";
import { judgeRuns, type RunView } from "./view/run-view.ts";
import { timesIn } from "./view/variants.ts";

export const oneCallPerIntent: RunProperty = {
  kind: "run",
  name: "one-call-per-intent",
  statement: "A run cancels an order at most once, and closes a position in as few orders as fit.",
  severity: "money",
  checks: ["duplicate-call", "extra-part"],
  judge: judgeRuns((view) => {
    const { run, requests, report, portCalls } = view;
    if (requests.length === 0) return discarded("there was no request");
    const intents = requests.map(intentOfRequest);
    const repeated = intents.find(
      (intent, index) =>
        intents.indexOf(intent) !== index &&
        timesIn(intents, intent) > Math.max(partsOf(intent, view).length, 1),
    );
    if (repeated === undefined) return pass;
    const parts = partsOf(repeated, view);
    const sent = quantitiesOf(repeated, view);
    const [kind = ""] = repeated.split(" ");
    // A dry run has no reply.
    const reply = portCalls.find(({ request }) => intentOfRequest(request) === repeated)?.reply;
    const variant = `${kind}/${reply === undefined ? report.mode : `after ${reply.status}`}`;
    if (!isRepeated(sent, parts)) {
      const expected = `${repeated} in ${describeParts(parts)}`;
      const violation = { run, expected, actual: describeParts(sent) };
      return fail("extra-part", violation, variant);
    }
    const expected = parts.length > 1 ? `${repeated} in ${parts.length} parts` : `${repeated} once`;
    const actual = `${repeated} ${sent.length} times`;
    return fail("duplicate-call", { run, expected, actual }, variant);
  }),
};

/** The quantities of the orders that close a position; none without filters, and for anything else. */
function partsOf(
  intent: string,
  { expectedMismatches, scenario, requests }: RunView,
): readonly string[] {
  if (scenario.exchange.filters === undefined) return [];
  const mismatch = expectedMismatches.find((item) => intentOfMismatch(item) === intent);
  return mismatch === undefined ? [] : (closingParts(mismatch, scenario, requests.length) ?? []);
}

function quantitiesOf(intent: string, { requests }: RunView): readonly string[] {
  return requests.flatMap((request) => {
    if (intentOfRequest(request) !== intent) return [];
    return [request.method === "placeMarketOrder" ? request.quantity : ""];
  });
}

/** Whether an order that is due was sent more often than it is due. Without parts each request is the whole. */
function isRepeated(sent: readonly string[], parts: readonly string[]): boolean {
  if (parts.length === 0) return true;
  return parts.some((part) => timesIn(sent, part) > timesIn(parts, part));
}

function describeParts(quantities: readonly string[]): string {
  return `${counted(quantities.length, "order")} of ${quantities.join(", ")}`;
}
