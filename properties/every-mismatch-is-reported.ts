/** Differences that are none of the four mismatch types are not judged. */
import { fail, pass, type RunProperty } from "./property.ts";
import { isSameMismatch, type ExpectedMismatch } from "./oracle/expected-mismatches.ts";
import { judgeSoleReports } from "./view/run-view.ts";
import { firstDifference, mismatchKind } from "./view/variants.ts";

export const everyMismatchIsReported: RunProperty = {
  kind: "run",
  name: "every-mismatch-is-reported",
  statement:
    "A run reports every mismatch between expected state and valid snapshot, by type, in processing order.",
  severity: "report",
  checks: ["missing-mismatch", "processing-order"],
  requires: ["results"],
  judge: judgeSoleReports(({ run, report: { results }, context, expectedOutcomes }) => {
    const isEqual =
      expectedOutcomes.length === results.length &&
      results.every(({ mismatch }, at) => isSameMismatch(expectedOutcomes[at]?.mismatch, mismatch));
    if (isEqual) return pass;
    // A close that is split has a result for each part.
    const expectedMismatches = expectedOutcomes.map(({ mismatch }) => mismatch);
    const expected = expectedMismatches.map(describe);
    const reported = results.map(({ mismatch }) => describe({ clientOrderId: "", ...mismatch }));
    const actual = reported.length === 0 ? "no mismatch" : reported.join(", ");
    const missing = expected.find((mismatch) => !reported.includes(mismatch));
    const mismatch = expectedMismatches.find((_, at) => expected[at] === missing);
    if (missing !== undefined && mismatch !== undefined) {
      const variant = mismatchKind(mismatch, context);
      return fail("missing-mismatch", { run, expected: missing, actual }, variant);
    }
    const at = firstDifference(expected, reported);
    const typeAt = [expectedMismatches[at]?.type, results[at]?.mismatch.type];
    const variant = typeAt.map((type) => type ?? "none").join("/");
    const required = expected.length === 0 ? "no mismatch" : expected.join(", ");
    return fail("processing-order", { run, expected: required, actual }, variant);
  }),
};

type Named = Pick<
  ExpectedMismatch,
  "type" | "symbol" | "positionSide" | "clientOrderId" | "orderList"
>;

function describe({ type, symbol, positionSide, clientOrderId, orderList }: Named): string {
  const list = orderList === undefined ? "" : ` ${orderList}`;
  return `${type}${list} ${symbol} ${positionSide} ${clientOrderId}`.trimEnd();
}
