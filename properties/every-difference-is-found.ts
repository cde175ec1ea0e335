/** Every difference between belief and a readable snapshot is reported, with its type, in processing order. */
import { fails, holds } from "../src/harness/property.ts";
import type { RunProperty } from "../src/harness/property.ts";
import { differences } from "./oracle/differences.ts";
import { judgeRuns } from "./run-view.ts";

export const everyDifferenceIsFound: RunProperty = {
  kind: "run",
  name: "every-difference-is-found",
  statement:
    "Every difference between belief and a readable snapshot is reported, with its type, in processing order.",
  movesMoney: false,
  judge: (observed) =>
    judgeRuns(observed, ({ run, report, situation }) => {
      const due = differences(observed.scenario, situation).map(describe);
      const told = report.results.map(({ mismatch }) =>
        describe({ clientOrderId: "", ...mismatch }),
      );
      const missing = due.find((difference) => !told.includes(difference));
      if (missing !== undefined) {
        const happened = told.length === 0 ? "no mismatch" : told.join(", ");
        return fails("nothing-is-missing", { run, expected: missing, happened });
      }
      if (told.join() === due.join()) return holds;
      return fails("in-order", { run, expected: due.join(", "), happened: told.join(", ") });
    }),
};

type Named = {
  readonly type: string;
  readonly symbol: string;
  readonly positionSide: string;
  readonly clientOrderId: string;
};

function describe({ type, symbol, positionSide, clientOrderId }: Named): string {
  return `${type} ${symbol} ${clientOrderId === "" ? positionSide : clientOrderId}`;
}
