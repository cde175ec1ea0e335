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
  judge: judgeRuns(({ run, report, requests, context, expectedMismatches }) => {
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
      return fail("action-without-mismatch", { run, expected, actual }, variant);
    }
    const wrong = report.results.find(
      ({ mismatch }) => !expectedMismatches.some((expected) => isSameMismatch(expected, mismatch)),
    )?.mismatch;
    if (wrong === undefined) return pass;
    const isOrder = "clientOrderId" in wrong;
    const actual = `${wrong.type} ${wrong.symbol} ${isOrder ? wrong.clientOrderId : wrong.positionSide}`;
    const variant = isOrder ? `${wrong.type} ${observedStatus(wrong, context)}` : wrong.type;
    return fail("report-without-mismatch", { run, expected: "no such mismatch", actual }, variant);
  }),
};
