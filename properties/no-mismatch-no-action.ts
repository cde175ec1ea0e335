/** Where expectedState and exchange agree, nothing is reported, planned or sent. */
import { fail, pass } from "./property.ts";
import type { RunProperty } from "./property.ts";
import { judgeRuns } from "./view/run-view.ts";

export const noMismatchNoAction: RunProperty = {
  kind: "run",
  name: "no-mismatch-no-action",
  statement: "Where expectedState and exchange agree, nothing is reported, planned or sent.",
  severity: "money",
  judge: (observed) =>
    judgeRuns(observed, (view) => {
      const { run, report, found } = view;
      if (view.requests.length === 0 && report.results.length === 0) return pass;
      const touched = view.requests.find(
        (request) =>
          !found.some((mismatch) =>
            request.method === "cancelOrder"
              ? mismatch.clientOrderId === request.clientOrderId
              : mismatch.position !== null && mismatch.symbol === request.symbol,
          ),
      );
      if (touched !== undefined) {
        const actual = `${touched.method} on ${touched.symbol}`;
        return fail("action-without-mismatch", {
          run,
          expected: "no action on what agrees",
          actual,
        });
      }
      const reported = report.results.find(
        ({ mismatch }) =>
          !found.some(
            ({ type, symbol, positionSide, clientOrderId }) =>
              type === mismatch.type &&
              symbol === mismatch.symbol &&
              positionSide === mismatch.positionSide &&
              clientOrderId === ("clientOrderId" in mismatch ? mismatch.clientOrderId : ""),
          ),
      );
      if (reported === undefined) return pass;
      const actual = `${reported.mismatch.type} on ${reported.mismatch.symbol}`;
      return fail("report-without-mismatch", { run, expected: "no such mismatch", actual });
    }),
};
