/** A request needs a mismatch of its order, or of a position in its symbol. */
import { fail, pass, type RunProperty } from "./property.ts";
import { isSameMismatch } from "./oracle/expected-mismatches.ts";
import { judgeRuns } from "./view/run-view.ts";

export const noMismatchNoAction: RunProperty = {
  kind: "run",
  name: "no-mismatch-no-action",
  statement: "A run reports, plans and sends nothing without a mismatch.",
  severity: "money",
  judge: judgeRuns(({ run, report, requests, expectedMismatches }) => {
    if (requests.length === 0 && report.results.length === 0) return pass;
    const request = requests.find(
      ({ method, symbol, clientOrderId }) =>
        !expectedMismatches.some((mismatch) =>
          method === "cancelOrder"
            ? mismatch.clientOrderId === clientOrderId
            : mismatch.position !== null && mismatch.symbol === symbol,
        ),
    );
    if (request !== undefined) {
      const actual = `${request.method} on ${request.symbol}`;
      return fail("action-without-mismatch", { run, expected: "no action", actual });
    }
    const wrong = report.results.find(
      ({ mismatch }) => !expectedMismatches.some((expected) => isSameMismatch(expected, mismatch)),
    )?.mismatch;
    if (wrong === undefined) return pass;
    const actual = `${wrong.type} on ${wrong.symbol}`;
    return fail("report-without-mismatch", { run, expected: "no such mismatch", actual });
  }),
};
