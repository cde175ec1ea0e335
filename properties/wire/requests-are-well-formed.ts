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
  judge: ({ observation: { requests } }) => {
    if (requests.length === 0) return discarded("no request arrived");
    const wrong = requests.find(({ refusal }) => refusal !== null);
    if (wrong === undefined) return pass;
    const code = wrong.refusal ?? 0;
    const violation = {
      run: wrong.run,
      expected: "a request that the venue reads",
      actual: `${describeRecordedRequest(wrong)}: refused with ${code}`,
    };
    return fail(checkOf(code), violation, `${code}`);
  },
};

function checkOf(code: number): string {
  if (code === -1021) return "wrong-time";
  return [-1022, -2014, -2015].includes(code) ? "wrong-signature" : "wrong-parameter";
}
