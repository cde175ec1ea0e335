/** The exchange rejects a malformed request, so the remediation never happens. */
import { fail, pass, discarded, type RunProperty } from "./property.ts";
import { remediationOf } from "./view/variants.ts";

const valid: Readonly<Record<string, readonly [check: string, expected: string]>> = {
  symbol: ["invalid-symbol", "a symbol that the exchange lists"],
  clientOrderId: [
    "invalid-client-order-id",
    "a client order id of 1 to 36 characters of [.A-Z:/a-z0-9_-]",
  ],
  quantity: ["invalid-quantity", 'a plain decimal string such as "0.001"'],
  side: ["invalid-parameter", "BUY or SELL as side"],
  positionSide: ["invalid-parameter", "LONG, SHORT, BOTH or nothing as positionSide"],
  reduceOnly: ["invalid-parameter", "true, false or nothing as reduceOnly"],
};

export const portCallsAreWellFormed: RunProperty = {
  kind: "run",
  name: "port-calls-are-well-formed",
  statement:
    "Every port call has the parameters of its method, in the form that the exchange accepts.",
  severity: "money",
  checks: [
    "invalid-symbol",
    "invalid-client-order-id",
    "invalid-quantity",
    "invalid-parameter",
    "unknown-parameter",
  ],
  judgesErroredRuns: true,
  judge: ({ observation: { portCalls } }, failures) => {
    if (portCalls.length === 0) return discarded("there was no port call");
    for (const { run, request, malformed, reply } of portCalls) {
      if (malformed === null) continue;
      const { parameter, value } = malformed;
      const [check, expected] = valid[parameter] ?? [
        "unknown-parameter",
        `only the parameters of ${request.method}`,
      ];
      const code = "code" in reply && reply.code !== null ? ` with ${reply.code}` : "";
      const actual = `${request.method} with ${parameter} '${value}': ${reply.status}${code}`;
      const variant = `${remediationOf(request)}/${check === "unknown-parameter" ? "other" : parameter}`;
      failures.push(fail(check, { run, expected, actual }, variant));
    }
    return pass;
  },
};
