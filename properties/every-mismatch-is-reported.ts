/** Differences that are none of the four mismatch types are not judged. A close in several orders has a result for each. */
import { counted } from "../src/domain/counted.ts";
import { fail, pass, type RunProperty, type Verdict } from "./property.ts";
import { isSameMismatch, type ExpectedMismatch } from "./oracle/expected-mismatches.ts";
import type { ExpectedOutcome } from "./oracle/expected-outcomes.ts";
import { judgeSoleReports, type RunView } from "./view/run-view.ts";
import { firstDifference, mismatchKind } from "./view/variants.ts";

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
  const [due, made] = [numbersOf(expected), numbersOf(reported)];
  for (const outcome of expectedOutcomes) {
    const text = describe(outcome.mismatch);
    const [required = 0, found = 0] = [due.get(text), made.get(text)];
    if (found >= required) continue;
    const violation = {
      run,
      expected: describeNumber(text, required),
      actual: describeNumber(text, found),
    };
    return fail("missing-result", violation, statusAfter(outcome, found, expectedOutcomes));
  }
  for (const [at, text] of reported.entries()) {
    const [required = 0, found = 0] = [due.get(text), made.get(text)];
    if (found <= required) continue;
    const violation = {
      run,
      expected: describeNumber(text, required),
      actual: describeNumber(text, found),
    };
    return fail("extra-result", violation, report.results[at]?.mismatch.type);
  }
  const at = firstDifference(expected, reported);
  const typeAt = [expectedMismatches[at]?.type, report.results[at]?.mismatch.type];
  const variant = typeAt.map((type) => type ?? "none").join("/");
  return fail("processing-order", { run, expected: expected.join(", "), actual }, variant);
}

function numbersOf(texts: readonly string[]): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (const text of texts) numbers.set(text, (numbers.get(text) ?? 0) + 1);
  return numbers;
}

function describeNumber(mismatch: string, number: number): string {
  return `${counted(number, "result")} of ${mismatch}`;
}

/** The status of the first due result past those that were found: a part that is not sent is forgotten more easily. */
function statusAfter(
  { mismatch }: ExpectedOutcome,
  found: number,
  outcomes: readonly ExpectedOutcome[],
): string {
  const parts = outcomes.filter((outcome) => outcome.mismatch === mismatch);
  return `${mismatch.type} ${parts[found]?.status ?? "none"}`;
}

type Named = Pick<
  ExpectedMismatch,
  "type" | "symbol" | "positionSide" | "clientOrderId" | "orderList"
>;

function describe({ type, symbol, positionSide, clientOrderId, orderList }: Named): string {
  const list = orderList === undefined ? "" : ` ${orderList}`;
  return `${type}${list} ${symbol} ${positionSide} ${clientOrderId}`.trimEnd();
}
