/** Differences that are none of the four mismatch types are not judged. A close in several orders has a result for each. */
import { counted } from "../src/domain/counted.ts";
import { fail, pass, type Failure, type RunProperty } from "./property.ts";
import { isSameMismatch, type ExpectedMismatch } from "./oracle/expected-mismatches.ts";
import { judgeSoleReports, type RunView } from "./view/run-view.ts";
import { mismatchKind, timesIn } from "./view/variants.ts";

export const everyMismatchIsReported: RunProperty = {
  kind: "run",
  name: "every-mismatch-is-reported",
  statement:
    "A run reports every mismatch between expected state and valid snapshot, by type, in processing order.",
  severity: "report",
  checks: ["missing-mismatch", "missing-result", "extra-result", "processing-order"],
  requires: ["results"],
  judge: judgeSoleReports((view, failures) => {
    const { results } = view.report;
    const { expectedOutcomes } = view;
    const isEqual =
      expectedOutcomes.length === results.length &&
      results.every(({ mismatch }, at) => isSameMismatch(expectedOutcomes[at]?.mismatch, mismatch));
    if (!isEqual) judgeDifference(view, failures);
    return pass;
  }),
};

function judgeDifference(view: RunView, failures: Failure[]): void {
  const { run, report, context, expectedOutcomes } = view;
  const expectedMismatches = expectedOutcomes.map(({ mismatch }) => mismatch);
  const expected = expectedMismatches.map(describe);
  const reported = report.results.map(({ mismatch }) =>
    describe({ clientOrderId: "", ...mismatch }),
  );
  const actual = reported.length === 0 ? "no mismatch" : reported.join(", ");
  // A profile may leave out one type of mismatch.
  for (const [at, mismatch] of expectedMismatches.entries()) {
    const missing = expected[at] ?? "";
    if (reported.includes(missing)) continue;
    const variant = mismatchKind(mismatch, context);
    failures.push(fail("missing-mismatch", { run, expected: missing, actual }, variant));
  }
  for (const text of new Set([...expected, ...reported])) {
    const [due, found] = [timesIn(expected, text), timesIn(reported, text)];
    if (found === due || found === 0) continue;
    const outcomes = expectedOutcomes.filter((_, place) => expected[place] === text);
    const violation = {
      run,
      expected: `${counted(due, "result")} of ${text}`,
      actual: `${counted(found, "result")} of ${text}`,
    };
    const type = report.results[reported.indexOf(text)]?.mismatch.type ?? "none";
    // A part that is not sent is forgotten more easily.
    failures.push(
      found > due
        ? fail("extra-result", violation, type)
        : fail("missing-result", violation, `${type} ${outcomes[found]?.status ?? "none"}`),
    );
  }
  const [due, found] = [placesOfCommon(expected, reported), placesOfCommon(reported, expected)];
  const at = due.findIndex((place, index) => expected[place] !== reported[found[index] ?? -1]);
  if (at === -1) return;
  const typeAt = [
    expectedMismatches[due[at] ?? -1]?.type,
    report.results[found[at] ?? -1]?.mismatch.type,
  ];
  const variant = typeAt.map((type) => type ?? "none").join("/");
  failures.push(fail("processing-order", { run, expected: expected.join(", "), actual }, variant));
}

/** The places of the texts that the other list has too, as often as both have them. */
function placesOfCommon(texts: readonly string[], others: readonly string[]): number[] {
  return [...texts.keys()].filter((place) => {
    const text = texts[place] ?? "";
    return timesIn(texts.slice(0, place), text) < timesIn(others, text);
  });
}

type Named = Pick<
  ExpectedMismatch,
  "type" | "symbol" | "positionSide" | "clientOrderId" | "orderList"
>;

function describe({ type, symbol, positionSide, clientOrderId, orderList }: Named): string {
  const list = orderList === undefined ? "" : ` ${orderList}`;
  return `${type}${list} ${symbol} ${positionSide} ${clientOrderId}`.trimEnd();
}
