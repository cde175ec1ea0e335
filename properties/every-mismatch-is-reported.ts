/** Differences that are none of the four mismatch types are not judged. */
import { fail, pass, type RunProperty } from "./property.ts";
import { isSameMismatch, type ExpectedMismatch } from "./oracle/expected-mismatches.ts";
import { judgeReports } from "./view/run-view.ts";

export const everyMismatchIsReported: RunProperty = {
  kind: "run",
  name: "every-mismatch-is-reported",
  statement:
    "A run reports every mismatch between expected state and valid snapshot, by type, in processing order.",
  severity: "report",
  requires: ["results"],
  judge: judgeReports(({ run, report: { results }, expectedMismatches }) => {
    const isEqual =
      expectedMismatches.length === results.length &&
      results.every(({ mismatch }, at) => isSameMismatch(expectedMismatches[at], mismatch));
    if (isEqual) return pass;
    const expected = expectedMismatches.map(describe);
    const reported = results.map(({ mismatch }) => describe({ clientOrderId: "", ...mismatch }));
    const actual = reported.length === 0 ? "no mismatch" : reported.join(", ");
    const missing = expected.find((mismatch) => !reported.includes(mismatch));
    return missing === undefined
      ? fail("processing-order", { run, expected: expected.join(", "), actual })
      : fail("missing-mismatch", { run, expected: missing, actual });
  }),
};

type Named = Pick<ExpectedMismatch, "type" | "symbol" | "positionSide" | "clientOrderId">;

function describe({ type, symbol, positionSide, clientOrderId }: Named): string {
  return `${type} ${symbol} ${positionSide} ${clientOrderId}`.trimEnd();
}
