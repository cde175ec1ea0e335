/** The venue refuses such a request before it reads what the bot wants. */
import { describeRecordedRequest } from "../../src/domain/wire-request.ts";
import { discarded, fail, pass, type RunProperty } from "../property.ts";

export const requestsAreWellFormed: RunProperty = {
  kind: "run",
  name: "requests-are-well-formed",
  statement: "Each request has a valid key, signature, time and parameters.",
  severity: "money",
  checks: ["wrong-signature", "wrong-time", "wrong-parameter"],
  requires: ["wire"],
  judgesErroredRuns: true,
  judge: ({ observation: { requests } }, failures) => {
    if (requests.length === 0) return discarded("no request arrived");
    for (const request of requests) {
      const { run, refusal } = request;
      if (refusal === null) continue;
      const expected = "a request that the venue reads";
      const actual = `${describeRecordedRequest(request)}: refused with ${refusal}`;
      failures.push(fail(checkOf(refusal), { run, expected, actual }, `${refusal}`));
    }
    return pass;
  },
};

function checkOf(code: number): string {
  if (code === -1021) return "wrong-time";
  return [-1022, -2014, -2015].includes(code) ? "wrong-signature" : "wrong-parameter";
}
