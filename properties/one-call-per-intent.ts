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
  judge: judgeRuns((view, failures) => {
    const { run, requests, report, portCalls } = view;
    if (requests.length === 0) return discarded("there was no request");
    const intents = requests.map(intentOfRequest);
    const repeated = intents.filter((intent, index) => intents.indexOf(intent) !== index);
    if (repeated.length === 0) return pass;
    for (const intent of new Set(repeated)) {
      const parts = partsOf(intent, view);
      const sent = quantitiesOf(intent, view);
      if (sent.length <= Math.max(parts.length, 1)) continue;
      const [kind = ""] = intent.split(" ");
      // A dry run has no reply.
      const reply = portCalls.find(({ request }) => intentOfRequest(request) === intent)?.reply;
      const variant = `${kind}/${reply === undefined ? report.mode : `after ${reply.status}`}`;
      const repeats = repeatsIn(sent, parts);
      if (repeats > 0) {
        const expected = parts.length > 1 ? `${intent} in ${parts.length} parts` : `${intent} once`;
        const actual = `${intent} ${sent.length} times`;
        failures.push(fail("duplicate-call", { run, expected, actual }, variant));
      }
      if (sent.length - repeats <= Math.max(parts.length, 1)) continue;
      const expected = `${intent} in ${describeParts(parts)}`;
      failures.push(fail("extra-part", { run, expected, actual: describeParts(sent) }, variant));
    }
    return pass;
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

/** How many orders repeat one that is due. Without parts each request is the whole. */
function repeatsIn(sent: readonly string[], parts: readonly string[]): number {
  if (parts.length === 0) return sent.length - 1;
  const extra = (part: string) => Math.max(timesIn(sent, part) - timesIn(parts, part), 0);
  return [...new Set(parts)].reduce((sum, part) => sum + extra(part), 0);
}

function describeParts(quantities: readonly string[]): string {
  return `${counted(quantities.length, "order")} of ${quantities.join(", ")}`;
}
