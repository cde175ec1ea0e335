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
  judge: ({ observation: { requests } }, failures) => {
    if (requests.length === 0) return discarded("no request arrived");
    for (const request of requests) {
      const { run, group, host } = request;
      if (group === "other-host") {
        const expected = "only the hosts of the exchange";
        const actual = `it asked ${host}: ${describeRecordedRequest(request)}`;
        failures.push(fail("other-host", { run, expected, actual }, host));
      }
      if (group !== "unknown") continue;
      const expected = "only endpoints that the simulated exchange has";
      failures.push(
        fail("unknown-endpoint", { run, expected, actual: describeRecordedRequest(request) }),
      );
    }
    return pass;
  },
};
