import { expect, test } from "vitest";
import { reportWith, type ReportParts } from "../test-fixtures/campaign-reports.ts";
import { failureWith } from "../test-fixtures/counterexamples.ts";
import type { CampaignReport } from "./campaign-report.ts";
import { refuseWrongCounts } from "./report-counts.ts";

/** Batches 0 (regressions), 1 and 2 (enumeration), 3 and 4 (random), 5 (sequences). */
const cases = { regressions: 3, enumeration: 300, random: 500, sequences: 100 };
const late = "port-calls-happen-inside-a-run";
const properties = ["p", late].map((name) => {
  return { name, statement: "S.", severity: "money" } as const;
});

/** All batches ran, and both properties passed in each case. */
function wholeReport({ result = {}, campaign, ...parts }: ReportParts): CampaignReport {
  const ran = result.cases ?? cases;
  const sum = ran.regressions + ran.enumeration + ran.random + ran.sequences;
  const tally = { pass: sum, fail: 0, discarded: 0, skipped: 0, errored: 0 };
  const tallies = Object.fromEntries(properties.map(({ name }) => [name, tally]));
  return reportWith({
    campaign: { runs: 500, batches: 6, cases, properties, ...campaign },
    batchesDone: [0, 1, 2, 3, 4, 5],
    ...parts,
    result: { cases: ran, tallies, ...result },
  });
}

const refuse = (parts: ReportParts) => () => {
  refuseWrongCounts({ name: "a.json", report: wholeReport(parts) });
};

const done = (...batchesDone: readonly number[]) => ({ batchesDone: [...batchesDone] });
const tallied = (name: string, fail: number) => {
  const tally = { pass: 903 - fail, fail, discarded: 0, skipped: 0, errored: 0 };
  const none = { ...tally, pass: 903, fail: 0 };
  return { tallies: { p: none, [late]: none, [name]: tally } };
};
const failure = { ...failureWith({ property: "p", check: "c", batch: 3 }), alsoFound: {} };
const sample = (count: number, differing: number, isNamed: boolean) => ({
  askedTwice: {
    cases: count,
    differing,
    first: isNamed ? { batch: 0, case: "random:0", difference: "d" } : null,
  },
});

test.each<[string, ReportParts]>([
  ["a complete campaign", {}],
  ["counts at their most", { result: { labels: { a: 500 }, transitions: { b: 100 } } }],
  [
    "a batch that was cut after its first case, or before its last",
    {
      ...done(0, 1, 2, 3),
      batchesCut: [4, 5],
      result: { cases: { ...cases, random: 251, sequences: 99 } },
    },
  ],
  [
    "a cut batch without a case",
    {
      ...done(0, 1, 2, 3),
      batchesCut: [4, 5],
      result: { cases: { ...cases, random: 250, sequences: 0 } },
    },
  ],
  [
    "failures of the tally",
    { result: { failureCounts: { "p/c": 2, "p/d (v)": 1 }, ...tallied("p", 3) } },
  ],
  [
    "port calls after their case",
    { result: { failureCounts: { [`${late}/c`]: 2 }, ...tallied(late, 1) } },
  ],
  [
    "a failure of a batch that was cut",
    {
      ...done(0, 1, 2, 4, 5),
      batchesCut: [3],
      result: { cases: { ...cases, random: 251 }, failures: { "p/c": failure } },
    },
  ],
  ["as many cases that ran twice as there are", { result: sample(10, 0, false) }],
  ["one of them answered differently", { result: sample(10, 10, true) }],
])("%s is not refused", (_, parts) => {
  expect(refuse(parts)).not.toThrow();
});

test.each<[ReportParts, string]>([
  [
    { campaign: { batches: 7 } },
    "campaign.batches: 7, but the cases of the campaign have 6 batches",
  ],
  [done(0, 1, 2, 3, 4, 5, 6), "batchesDone: batch 6 is not one of this shard"],
  [{ shard: { index: 1, total: 2 } }, "batchesDone: batch 1 is not one of this shard"],
  [done(0, 1, 2, 3, 4, 5, 5), "batchesDone: batch 5 is there twice"],
  [{ batchesCut: [5] }, "batchesDone: batch 5 is there twice"],
  [
    { result: { cases: { ...cases, random: 499 } } },
    "result.cases.random: 499, but its batches have 500",
  ],
  [
    { result: { cases: { ...cases, regressions: 4 } } },
    "result.cases.regressions: 4, but its batches have 3",
  ],
  [
    { ...done(0, 1, 2, 3), batchesCut: [4, 5] },
    "result.cases.random: 500, but its batches have 250 to 499",
  ],
  [done(0, 1, 2, 3, 5), "result.cases.random: 500, but its batches have 250"],
  [
    { result: { tallies: { p: { pass: 1, fail: 1, discarded: 1, skipped: 1, errored: 1 } } } },
    "result.tallies.p: the counts add up to 5, not 903",
  ],
  [{ result: { tallies: {} } }, "result.tallies.p: the counts add up to 0, not 903"],
  [{ result: { labels: { a: 500, b: 501 } } }, "result.labels.b: 501 is more than 500 cases"],
  [{ result: { transitions: { b: 101 } } }, "result.transitions.b: 101 is more than 100 cases"],
  [
    { result: { failureCounts: { "p/c": 904 } } },
    "result.failureCounts.p/c: 904 is more than 903 cases",
  ],
  [
    { result: { failureCounts: { "p/c": 2, "p/d": 2, "pp/c": 5 }, ...tallied("p", 3) } },
    "result.failureCounts: 4 cases failed p, but its tally has 3",
  ],
  [
    { result: { failureCounts: { "p/c": 2 }, ...tallied("p", 3) } },
    "result.failureCounts: 2 cases failed p, but its tally has 3",
  ],
  [
    { result: { failureCounts: {}, ...tallied(late, 1) } },
    `result.failureCounts: 0 cases failed ${late}, but its tally has 1`,
  ],
  [
    {
      ...done(0, 1, 2, 4, 5),
      result: { cases: { ...cases, random: 250 }, failures: { "p/c": failure } },
    },
    "result.failures: p/c: batch 3 is not in the report",
  ],
  [
    { result: sample(11, 0, false) },
    "result.askedTwice.cases: 11, but its batches have at most 10",
  ],
  [
    {
      ...done(0, 1, 2, 3, 4),
      result: { cases: { ...cases, sequences: 0 }, ...sample(10, 0, false) },
    },
    "result.askedTwice.cases: 10, but its batches have at most 9",
  ],
  [{ result: sample(5, 6, true) }, "result.askedTwice.differing: 6, of 5 cases"],
  [{ result: sample(5, 1, false) }, "result.askedTwice.differing: 1, of 5 cases"],
  [{ result: sample(5, 0, true) }, "result.askedTwice.differing: 0, of 5 cases"],
])("wrong counts are refused by name: %#", (parts, message) => {
  expect(refuse(parts)).toThrow(`a.json: ${message}`);
});

test("a batch that did not run adds no case to a bound", () => {
  expect(refuse(done(0, 1, 2, 3, 5))).toThrow("500, but its batches have 250");
  expect(refuse(done(0, 1, 2, 3, 5))).not.toThrow("250 to");
});
