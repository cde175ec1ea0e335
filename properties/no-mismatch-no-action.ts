/** Where belief and exchange agree, nothing is reported, planned or sent. */
import { fails, holds } from "./property.ts";
import type { RunProperty } from "./property.ts";
import { judgeRuns } from "./view/run-view.ts";

export const agreementIsLeftAlone: RunProperty = {
  kind: "run",
  name: "agreement-is-left-alone",
  statement: "Where belief and exchange agree, nothing is reported, planned or sent.",
  movesMoney: true,
  judge: (observed) =>
    judgeRuns(observed, (view) => {
      const { run, report, found } = view;
      if (view.requests.length === 0 && report.results.length === 0) return holds;
      const touched = view.requests.find(
        (request) =>
          !found.some((difference) =>
            request.method === "cancelOrder"
              ? difference.clientOrderId === request.clientOrderId
              : difference.position !== null && difference.symbol === request.symbol,
          ),
      );
      if (touched !== undefined) {
        const happened = `${touched.method} on ${touched.symbol}`;
        return fails("not-acted-on", { run, expected: "no action on what agrees", happened });
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
      if (reported === undefined) return holds;
      const happened = `${reported.mismatch.type} on ${reported.mismatch.symbol}`;
      return fails("not-reported", { run, expected: "no such mismatch", happened });
    }),
};
