/** Every difference between belief and a readable snapshot is reported, with its type, in processing order. */
import type { MismatchResult } from "../src/domain/run-report.ts";
import { fails, holds } from "./property.ts";
import type { RunProperty } from "./property.ts";
import type { Difference } from "./oracle/expected-mismatches.ts";
import { judgeReports } from "./view/run-view.ts";

export const everyDifferenceIsFound: RunProperty = {
  kind: "run",
  name: "every-difference-is-found",
  statement:
    "Every difference between belief and a readable snapshot is reported, with its type, in processing order.",
  movesMoney: false,
  needs: ["results"],
  judge: (observed) =>
    judgeReports(observed, ({ run, report, found }) => {
      if (isToldInOrder(found, report.results)) return holds;
      const due = found.map(describe);
      const told = report.results.map(({ mismatch }) =>
        describe({ clientOrderId: "", ...mismatch }),
      );
      const missing = due.find((difference) => !told.includes(difference));
      if (missing !== undefined) {
        const happened = told.length === 0 ? "no mismatch" : told.join(", ");
        return fails("nothing-is-missing", { run, expected: missing, happened });
      }
      return fails("in-order", { run, expected: due.join(", "), happened: told.join(", ") });
    }),
};

function isToldInOrder(found: readonly Difference[], results: readonly MismatchResult[]): boolean {
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
