/** Some client libraries send a request again by themselves, also one whose outcome is unknown. */
import { describeRecordedRequest, type RecordedRequest } from "../../src/domain/wire-request.ts";
import { discarded, fail, pass, type RunProperty } from "../property.ts";

export const clientDoesNotRetryMutations: RunProperty = {
  kind: "run",
  name: "client-does-not-retry-mutations",
  statement: "A mutating request without a clear reply is not sent again in its run.",
  severity: "money",
  checks: ["repeated-mutation"],
  requires: ["wire"],
  judgesErroredRuns: true,
  judge: ({ observation: { requests } }) => {
    const unclear = requests.filter(
      (request) => request.group === "mutating" && isUnclear(request),
    );
    if (unclear.length === 0) return discarded("every mutating request had a clear reply");
    for (const first of unclear) {
      const later = requests.slice(requests.indexOf(first) + 1);
      const again = later.find((one) => one.run === first.run && intentOf(one) === intentOf(first));
      if (again === undefined) continue;
      const violation = {
        run: again.run,
        expected: `one request: the outcome of the first is unknown (${replyOf(first)})`,
        actual: `sent again: ${describeRecordedRequest(again)}`,
      };
      return fail("repeated-mutation", violation, first.method);
    }
    return pass;
  },
};

/** The venue may have applied it. */
function isUnclear({ reply, status }: RecordedRequest): boolean {
  return reply === "none" || reply === "broken" || status === 408 || status === 503;
}

/** A new try may have another id. */
function intentOf({ method, path, parameters }: RecordedRequest): string {
  const same = parameters
    .split("&")
    .filter((one) => !/^new(?:Client)?OrderId=|^newClient|^clientAlgoId=/.test(one));
  return `${method} ${path}?${same.join("&")}`;
}

function replyOf({ reply, status }: RecordedRequest): string {
  return reply === "none"
    ? "no whole reply"
    : reply === "broken"
      ? "a broken reply"
      : `HTTP ${status}`;
}
