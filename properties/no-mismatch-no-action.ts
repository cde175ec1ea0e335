/** A request needs a mismatch of its order, or of a position in its symbol. */
import { fail, pass, type RunProperty } from "./property.ts";
import { counted } from "../src/domain/counted.ts";
import { isSameMismatch } from "./oracle/expected-mismatches.ts";
import { describeRequest, hasIntentOf } from "./oracle/requests.ts";
import { judgeRuns } from "./view/run-view.ts";
import { observedStatus, remediationOf } from "./view/variants.ts";

export const noMismatchNoAction: RunProperty = {
  kind: "run",
  name: "no-mismatch-no-action",
  statement: "A run reports, plans and sends nothing without a mismatch.",
  severity: "money",
  checks: ["action-without-mismatch", "report-without-mismatch"],
  judge: judgeRuns(({ run, report, requests, context, expectedMismatches }, failures) => {
    if (requests.length === 0 && report.results.length === 0) return pass;
    const request = requests.find(
      (sent) =>
        !expectedMismatches.some((mismatch) =>
          sent.method === "placeMarketOrder"
            ? mismatch.position !== null && mismatch.symbol === sent.symbol
            : hasIntentOf(sent, mismatch),
        ),
    );
    if (request !== undefined) {
      const expected = `no action, for ${counted(expectedMismatches.length, "mismatch", "mismatches")}`;
      const actual = describeRequest(request);
      const remediation = remediationOf(request);
      const order =
        request.method === "placeMarketOrder" ? "" : ` ${observedStatus(request, context)}`;
      const variant = `${remediation}${order}/${report.mode}`;
      failures.push(fail("action-without-mismatch", { run, expected, actual }, variant));
    }
    // A profile may leave out one type of mismatch.
    for (const { mismatch } of report.results) {
      if (expectedMismatches.some((expected) => isSameMismatch(expected, mismatch))) continue;
      const { type, symbol } = mismatch;
      const isOrder = "clientOrderId" in mismatch;
      const actual = `${type} ${symbol} ${isOrder ? mismatch.clientOrderId : mismatch.positionSide}`;
      const variant = isOrder ? `${type} ${observedStatus(mismatch, context)}` : type;
      const expected = "no such mismatch";
      failures.push(fail("report-without-mismatch", { run, expected, actual }, variant));
    }
    return pass;
  }),
};
