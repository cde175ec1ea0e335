import { expect, test } from "vitest";
import { reportWith } from "../test-fixtures/campaign-reports.ts";
import { failureWith } from "../test-fixtures/counterexamples.ts";
import { manyOrders } from "../test-fixtures/observe.ts";
import { scenarioWith } from "../test-fixtures/scenarios.ts";
import type { Failure, ShrunkFailure } from "./batch-result.ts";
import { findingsOf } from "./findings.ts";
import { fingerprintOf } from "./fingerprint.ts";

const severities = {
  a: "money",
  b: "report",
  c: "money",
  "external-orders-change-nothing": "money",
  "cancels-touch-only-own-orders": "money",
  "reconciliation-converges": "money",
  "no-mismatch-no-action": "money",
} as const;
const properties = Object.entries(severities).map(([name, severity]) => {
  return { name, statement: `${name} holds.`, severity };
});

/** A failure of the check `x` of a property; its scenario has so many orders. */
function failed(property: string, orders: number, parts: Partial<Failure> = {}): ShrunkFailure {
  const scenario = scenarioWith({ exchange: { orders: manyOrders.slice(0, orders) } });
  return {
    ...failureWith({}),
    property,
    check: "x",
    variant: "",
    scenario,
    ...parts,
    alsoFound: {},
  };
}

/** Each finding as the fingerprints of its failures. */
function grouped(...failures: readonly ShrunkFailure[]): string[][] {
  const byName = Object.fromEntries(failures.map((one) => [fingerprintOf(one), one]));
  const report = reportWith({ campaign: { properties }, result: { failures: byName } });
  return findingsOf(report).map(({ head, others }) => [head, ...others].map(fingerprintOf));
}

test.each([
  [["b/x"], ["a/x"]],
  [["b/x"], []],
  [[], ["a/x"]],
])("two checks that share a shrunk scenario are one finding, money first: %j, %j", (onA, onB) => {
  const [money, report] = [failed("a", 2, { alsoFails: onA }), failed("b", 1, { alsoFails: onB })];
  expect(grouped(report, money)).toEqual([["a/x", "b/x"]]);
});

test("where each check passes on the scenario of the other there are two findings", () => {
  const [first, second] = [failed("a", 1, { alsoFails: [] }), failed("c", 2, { alsoFails: [] })];
  expect(grouped(first, second)).toEqual([["a/x"], ["c/x"]]);
});

test("of the same severity the smallest scenario is the first, and a flaky failure the last", () => {
  const [large, small] = [failed("a", 3, { alsoFails: [] }), failed("c", 1, { alsoFails: [] })];
  expect(grouped(large, small)).toEqual([["c/x"], ["a/x"]]);
  expect(grouped(large, { ...small, flaky: { portCalls: [] } })).toEqual([["a/x"], ["c/x"]]);
});

test("the variants of one check are one finding", () => {
  const [first, second] = [
    failed("a", 1, { variant: "v", alsoFails: [] }),
    failed("a", 2, { alsoFails: [] }),
  ];
  expect(grouped(second, first)).toEqual([["a/x (v)", "a/x"]]);
});

test("a failure that was not shrunk belongs to a finding on whose scenario its check fails", () => {
  const [head, met] = [failed("a", 1, { alsoFails: ["b/x"] }), failed("b", 4)];
  expect(grouped(head, met)).toEqual([["a/x", "b/x"]]);
  expect(grouped({ ...head, alsoFails: [] }, met)).toEqual([["a/x"], ["b/x"]]);
  // Of two that were not shrunk nothing is known.
  expect(grouped(failed("a", 1), met)).toEqual([["a/x"], ["b/x"]]);
});

test("a difference from the whole plan belongs to the only finding that names a cause", () => {
  const plan = failed("reconciliation-converges", 1, { alsoFails: [] });
  const [one, other] = [failed("a", 2, { alsoFails: [] }), failed("c", 3, { alsoFails: [] })];
  expect(grouped(plan, one)).toEqual([["a/x", "reconciliation-converges/x"]]);
  const ofOneRun = failed("no-mismatch-no-action", 1, { alsoFails: [] });
  expect(grouped(ofOneRun, one)).toEqual([["a/x", "no-mismatch-no-action/x"]]);
  expect(grouped(plan, one, other)).toHaveLength(3);
  expect(grouped(plan, failed("b", 2, { alsoFails: [] }))).toHaveLength(2);
});

test("a failure that only the shrinking of another one showed belongs to its finding, money first", () => {
  const found = failed("a", 1, { alsoFails: [] });
  const origin = { ...failed("b", 2, { alsoFails: [] }), alsoFound: { "a/x": found } };
  const failures = { "b/x": origin };
  const result = { failures, failureCounts: { "b/x": 1 } };
  const report = (counts: object) =>
    reportWith({
      campaign: { properties },
      result: { ...result, failureCounts: { ...result.failureCounts, ...counts } },
    });
  const names = (counts: object) =>
    findingsOf(report(counts)).map(({ head, others }) => [head, ...others].map(fingerprintOf));
  expect(names({})).toEqual([["a/x", "b/x"]]);
  // A case showed it too.
  expect(names({ "a/x": 1 })).toEqual([["a/x"], ["b/x"]]);
});

test("a failure of severity report joins where any check of its property fails too", () => {
  const [money, report] = [
    failed("a", 1, { alsoFails: ["b/y"] }),
    failed("b", 2, { alsoFails: [] }),
  ];
  expect(grouped(money, report)).toEqual([["a/x", "b/x"]]);
  const other = failed("c", 2, { alsoFails: [] });
  expect(grouped({ ...money, alsoFails: ["c/y"] }, other)).toEqual([["a/x"], ["c/x"]]);
});

test("of one property the check that it declares first is the first, also with a larger scenario", () => {
  const property = "live-needs-all-five-gates";
  const [small, large] = [
    failed(property, 1, { check: "wrong-closed-gates", alsoFails: [] }),
    failed(property, 3, { check: "call-behind-closed-gate", alsoFails: [] }),
  ];
  const names = [`${property}/call-behind-closed-gate`, `${property}/wrong-closed-gates`];
  expect(grouped(small, large)).toEqual([names]);
  const flaky = { ...large, flaky: { portCalls: [] } };
  expect(grouped(small, flaky)).toEqual([names.toReversed()]);
  // The check of an older version, which no property declares any more.
  const old = failed(property, 1, { check: "old", alsoFails: [] });
  expect(grouped(old, large)).toEqual([[names[0], `${property}/old`]]);
});

test("a difference between two runs joins what its follow-up alone breaks, and is not the first", () => {
  const [difference, cause] = ["external-orders-change-nothing", "cancels-touch-only-own-orders"];
  const failures = [
    failed(difference, 1, { alsoFails: [`${cause}/x`] }),
    failed("a", 2, { alsoFails: [`${cause}/x`] }),
    failed(cause, 3, { alsoFails: [] }),
  ];
  expect(grouped(...failures)).toEqual([["a/x", `${cause}/x`, `${difference}/x`]]);
});

test("a failure that only shrinking showed joins the finding of its property", () => {
  const found = failed("a", 1, { check: "y", alsoFails: [] });
  const origin = { ...failed("c", 2, { alsoFails: [] }), alsoFound: { "a/y": found } };
  expect(grouped(failed("a", 3, { alsoFails: [] }), origin)).toEqual([["a/y", "a/x", "c/x"]]);
});
