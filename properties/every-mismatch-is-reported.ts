/** Differences that are none of the four mismatch types are not judged. A close in several orders has a result for each. */
import { counted } from "../src/domain/counted.ts";
import { fail, pass, type RunProperty, type Verdict } from "./property.ts";
import { isSameMismatch, type ExpectedMismatch } from "./oracle/expected-mismatches.ts";
import { judgeSoleReports, type RunView } from "./view/run-view.ts";
import { firstDifference, mismatchKind, timesIn } from "./view/variants.ts";

export const everyMismatchIsReported: RunProperty = {
  kind: "run",
  name: "every-mismatch-is-reported",
  statement:
    "A run reports every mismatch between expected state and valid snapshot, by type, in processing order.",
  severity: "report",
  checks: ["missing-mismatch", "missing-result", "extra-result", "processing-order"],
  requires: ["results"],
  judge: judgeSoleReports((view) => {
    const { results } = view.report;
    const { expectedOutcomes } = view;
    const isEqual =
      expectedOutcomes.length === results.length &&
      results.every(({ mismatch }, at) => isSameMismatch(expectedOutcomes[at]?.mismatch, mismatch));
    return isEqual ? pass : judgeDifference(view);
  }),
};

function judgeDifference(view: RunView): Verdict {
  const { run, report, context, expectedOutcomes } = view;
  const expectedMismatches = expectedOutcomes.map(({ mismatch }) => mismatch);
  const expected = expectedMismatches.map(describe);
  const reported = report.results.map(({ mismatch }) =>
    describe({ clientOrderId: "", ...mismatch }),
  );
  const actual = reported.length === 0 ? "no mismatch" : reported.join(", ");
  const missing = expected.find((mismatch) => !reported.includes(mismatch));
  const mismatch = expectedMismatches.find((_, at) => expected[at] === missing);
  if (missing !== undefined && mismatch !== undefined) {
    const variant = mismatchKind(mismatch, context);
    return fail("missing-mismatch", { run, expected: missing, actual }, variant);
  }
  const text = [...expected, ...reported].find(
    (named) => timesIn(expected, named) !== timesIn(reported, named),
  );
  if (text !== undefined) {
    const [due, found] = [timesIn(expected, text), timesIn(reported, text)];
    const outcomes = expectedOutcomes.filter((_, place) => expected[place] === text);
    const violation = {
      run,
      expected: `${counted(due, "result")} of ${text}`,
      actual: `${counted(found, "result")} of ${text}`,
    };
    const type = report.results[reported.indexOf(text)]?.mismatch.type ?? "none";
    if (found > due) return fail("extra-result", violation, type);
    // A part that is not sent is forgotten more easily.
    return fail("missing-result", violation, `${type} ${outcomes[found]?.status ?? "none"}`);
  }
  const at = firstDifference(expected, reported);
  const typeAt = [expectedMismatches[at]?.type, report.results[at]?.mismatch.type];
  const variant = typeAt.map((type) => type ?? "none").join("/");
  return fail("processing-order", { run, expected: expected.join(", "), actual }, variant);
}

type Named = Pick<
  ExpectedMismatch,
  "type" | "symbol" | "positionSide" | "clientOrderId" | "orderList"
>;

function describe({ type, symbol, positionSide, clientOrderId, orderList }: Named): string {
  const list = orderList === undefined ? "" : ` ${orderList}`;
  return `${type}${list} ${symbol} ${positionSide} ${clientOrderId}`.trimEnd();
}
