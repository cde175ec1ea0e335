/** A bot that reaches for another host or an endpoint that is not simulated was not judged there. */
import { describeRecordedRequest } from "../../src/domain/wire-request.ts";
import { fail, pass, discarded, type RunProperty } from "../property.ts";

export const noRequestLeavesTheSandbox: RunProperty = {
  kind: "run",
  name: "no-request-leaves-the-sandbox",
  statement:
    "Every request goes to an endpoint of the simulated exchange, and no other host is asked.",
  severity: "money",
  checks: ["other-host", "unknown-endpoint"],
  requires: ["wire"],
  judgesErroredRuns: true,
  judge: ({ observation: { requests } }) => {
    if (requests.length === 0) return discarded("no request arrived");
    const wrong = requests.find(({ group }) => group === "unknown" || group === "other-host");
    if (wrong === undefined) return pass;
    const isOther = wrong.group === "other-host";
    const expected = isOther
      ? "only the hosts of the exchange"
      : "only endpoints that the simulated exchange has";
    const actual = isOther
      ? `it asked ${wrong.host}: ${describeRecordedRequest(wrong)}`
      : describeRecordedRequest(wrong);
    const violation = { run: wrong.run, expected, actual };
    return fail(isOther ? "other-host" : "unknown-endpoint", violation, isOther ? wrong.host : "");
  },
};
