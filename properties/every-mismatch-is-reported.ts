/** Every mismatch between expectedState and a readable snapshot is reported, with its type, in processing order. */
import type { MismatchResult } from "../src/domain/run-report.ts";
import { fail, pass } from "./property.ts";
import type { RunProperty } from "./property.ts";
import type { ExpectedMismatch } from "./oracle/expected-mismatches.ts";
import { judgeReports } from "./view/run-view.ts";

export const everyMismatchIsReported: RunProperty = {
  kind: "run",
  name: "every-mismatch-is-reported",
  statement:
    "Every mismatch between expectedState and a readable snapshot is reported, with its type, in processing order.",
  severity: "report",
  requires: ["results"],
  judge: (observed) =>
    judgeReports(observed, ({ run, report, found }) => {
      if (isToldInOrder(found, report.results)) return pass;
      const due = found.map(describe);
      const told = report.results.map(({ mismatch }) =>
        describe({ clientOrderId: "", ...mismatch }),
      );
      const missing = due.find((mismatch) => !told.includes(mismatch));
      if (missing !== undefined) {
        const actual = told.length === 0 ? "no mismatch" : told.join(", ");
        return fail("missing-mismatch", { run, expected: missing, actual });
      }
      return fail("processing-order", { run, expected: due.join(", "), actual: told.join(", ") });
    }),
};

function isToldInOrder(
  found: readonly ExpectedMismatch[],
  results: readonly MismatchResult[],
): boolean {
  if (found.length !== results.length) return false;
  return results.every(({ mismatch }, at) => {
    const due = found[at];
    return (
      due?.type === mismatch.type &&
      due.symbol === mismatch.symbol &&
      due.positionSide === mismatch.positionSide &&
      due.clientOrderId === ("clientOrderId" in mismatch ? mismatch.clientOrderId : "")
    );
  });
}

type Named = {
  readonly type: string;
  readonly symbol: string;
  readonly positionSide: string;
  readonly clientOrderId: string;
};

function describe({ type, symbol, positionSide, clientOrderId }: Named): string {
  return `${type} ${symbol} ${positionSide} ${clientOrderId}`.trimEnd();
}
