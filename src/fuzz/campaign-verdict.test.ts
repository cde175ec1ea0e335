import { expect, test } from "vitest";
import { emptyResult } from "./batch-result.ts";
import type { CampaignReport } from "./campaign-report.ts";
import {
  describeDifference,
  describeFrequency,
  failedFingerprints,
  judgeCampaign,
  splitKnown,
} from "./campaign-verdict.ts";
import { requiredShares } from "./coverage.ts";
import { reachablePairs } from "./pair-minimums.ts";
import { requiredEntries } from "./transition-coverage.ts";
import { reportWith, type ReportParts } from "../test-fixtures/campaign-reports.ts";
import { failureWith } from "../test-fixtures/counterexamples.ts";

const random = 2_000;
const labels = Object.fromEntries(Object.keys(requiredShares).map((label) => [label, random / 2]));

const pairs = Object.fromEntries(
  reachablePairs({
    supportsSequences: true,
    supportsConditionalOrders: true,
    profile: null,
    cases: { sequences: 1 },
  }).map((name) => [name, 1]),
);

/** A campaign that passes, and that ran long enough for each label. */
function longReport(
  parts: Omit<ReportParts, "result"> = {},
  result: ReportParts["result"] = {},
): CampaignReport {
  const cases = { regressions: 0, enumeration: 10, random, sequences: 0 };
  const tallies = { p: { pass: 1, fail: 0, discarded: 0, skipped: 0, errored: 0 } };
  return reportWith({
    campaign: { runs: random, batches: 9, cases },
    timing: { startedAt: "", elapsedMs: 10_000 },
    ...parts,
    result: { cases, labels, pairs, tallies, ...result },
  });
}

/** They have tests of their own. */
const listed = { notCovered: expect.any(Array) as unknown, findings: [] };

test("a complete campaign without a failure passes", () => {
  const passed = { verdict: "pass", reasons: [], neverSeen: [], ...listed };
  expect(judgeCampaign(longReport({}))).toEqual(passed);
});

test("a failure fails the campaign, although the canary was not caught", () => {
  const report = longReport({ canaryCaught: false }, { failureCounts: { "p/check": 3 } });
  expect(judgeCampaign(report)).toEqual({
    verdict: "fail",
    reasons: ["p/check failed in 3 cases"],
    neverSeen: [],
    ...listed,
  });
});

test.each<[string, Omit<ReportParts, "result">, ReportParts["result"], string]>([
  ["the canary was not caught", { canaryCaught: false }, {}, "canary"],
  ["the target failed", {}, { targetErrors: { "Error: boom": 2 } }, "the target failed 2 times"],
  ["nothing ran", { batchesDone: [] }, {}, "no case ran"],
  ["it was interrupted", { stopped: "interrupted" }, {}, "interrupted"],
  [
    "the time limit came before the minimum of cases",
    { stopped: "time" },
    { cases: { regressions: 0, enumeration: 10, random: 100, sequences: 0 } },
    "it stopped after 100 random cases; at least 200 are required; a time limit of about 24s reaches them",
  ],
  [
    "a property judged no case",
    {},
    { tallies: { p: { pass: 0, fail: 0, discarded: 5, skipped: 0, errored: 0 } } },
    "p judged no case",
  ],
  ["no case has a label", {}, { labels: { ...labels, port_error: 0 } }, "coverage: port_error"],
  [
    "not every enumerated case ran",
    {},
    { cases: { regressions: 0, enumeration: 9, random, sequences: 0 } },
    "9 of 10 enumerated",
  ],
])("it is inconclusive when %s", (_, parts, result, reason) => {
  const { verdict, reasons } = judgeCampaign(longReport(parts, result));
  expect(verdict).toBe("inconclusive");
  expect(reasons.join("\n")).toContain(reason);
});

test("a time limit after the minimum of cases is no reason", () => {
  expect(judgeCampaign(longReport({ stopped: "time" })).verdict).toBe("pass");
});

test.each([
  [49, "inconclusive"],
  [50, "pass"],
] as const)("stopped after %i of many sequences it is %s", (sequences, verdict) => {
  const whole = longReport({ stopped: "time" });
  const planned = { ...whole.campaign.cases, sequences: 1_000_000 };
  const transitions = Object.fromEntries(
    [...requiredEntries.keys()].map((name) => [name, sequences]),
  );
  const report = longReport(
    { stopped: "time", campaign: { ...whole.campaign, cases: planned } },
    { cases: { ...planned, sequences }, transitions },
  );
  expect(judgeCampaign(report)).toEqual({
    verdict,
    reasons:
      verdict === "pass"
        ? []
        : [
            "it stopped after 49 sequences; at least 50 are required; a time limit of about 13s reaches them",
          ],
    neverSeen: [],
    ...listed,
  });
});

test("after a time limit enumerated cases may be left, and a step that no sequence has may be chance", () => {
  const whole = longReport({ stopped: "time" });
  const planned = { ...whole.campaign.cases, sequences: 1_000_000 };
  const cases = { regressions: 0, enumeration: 1, random };
  const campaign = { ...whole.campaign, cases: planned };
  const judge = (stopped: "time" | null, sequences: number) => {
    const transitions = Object.fromEntries(
      [...requiredEntries.keys()].map((name) => [name, name === "crash" ? 0 : sequences]),
    );
    const result = { cases: { ...cases, sequences }, transitions };
    return judgeCampaign(longReport({ stopped, campaign }, result)).reasons;
  };
  expect(judge("time", 60)).toEqual([]);
  expect(judge("time", 6_000).join()).toContain("sequences: crash: 0 of 6000");
  expect(judge(null, 60).join()).toContain("1 of 10 enumerated cases ran");
  expect(judge(null, 60).join()).toContain("sequences: crash: 0 of 60");
});

test("labels and transitions that no case reached are listed by name", () => {
  const { port_error: _, ...others } = labels;
  const cases = { regressions: 0, enumeration: 10, random, sequences: 10 };
  const transitions = Object.fromEntries(
    [...requiredEntries.keys()].filter((name) => name !== "crash").map((name) => [name, 10]),
  );
  const report = longReport({}, { labels: others, cases, transitions });
  expect(judgeCampaign(report).neverSeen).toEqual(["port_error"]);
  const withSequences = { ...report, campaign: { ...report.campaign, cases } };
  expect(judgeCampaign(withSequences).neverSeen).toEqual(["port_error", "crash"]);
});

test("a group of transitions below its minimum is a reason", () => {
  const cases = { regressions: 0, enumeration: 10, random, sequences: 2_000 };
  const names = [...requiredEntries.keys()].filter((name) => !name.startsWith("port delayed"));
  const transitions = Object.fromEntries(names.map((name) => [name, 500]));
  const report = longReport({}, { cases, transitions });
  expect(judgeCampaign({ ...report, campaign: { ...report.campaign, cases } })).toMatchObject({
    verdict: "inconclusive",
    reasons: ["sequences: port delayed before or after a step: 0 of 37; at least 3 are required"],
  });
});

const noTransitions = { regressions: 0, enumeration: 10, random, sequences: 2_000 };

function reasonsWith(transitions: Record<string, number>): readonly string[] {
  const report = longReport({}, { cases: noTransitions, transitions });
  const campaign = { ...report.campaign, cases: noTransitions };
  return judgeCampaign({ ...report, campaign }).reasons;
}

const without = (...kinds: readonly string[]) =>
  Object.fromEntries(
    [...requiredEntries.keys()].map((name) => [name, kinds.includes(name) ? 0 : 2_000]),
  );

test("of the transitions below their minimum five are named, and the others counted", () => {
  const kinds = ["crash", "restart", "snapshot", "set-gates", "add-order", "fill-order"];
  expect(reasonsWith(without(...kinds.slice(0, 5)))).toHaveLength(5);
  const six = reasonsWith(without(...kinds));
  expect(six).toHaveLength(6);
  expect(six.at(-1)).toBe("sequences: 1 more transition or group below the minimum");
  const all = reasonsWith({});
  expect(all.at(-1)).toMatch(/^sequences: [1-9]\d* more transitions and groups below the minimum$/);
});

test("a shard is judged without the coverage of the whole campaign", () => {
  const none = { pass: 0, fail: 0, discarded: 5, skipped: 0, errored: 0 };
  const lacking = { labels: {}, tallies: { p: none }, cases: { ...noTransitions, enumeration: 1 } };
  expect(judgeCampaign(longReport({ shard: { index: 1, total: 2 } }, lacking)).verdict).toBe(
    "pass",
  );
  const { reasons } = judgeCampaign(longReport({}, lacking));
  expect(reasons).toContain("p judged no case");
  expect(reasons).toContain("1 of 10 enumerated cases ran");
  expect(reasons).toContain(
    "coverage: port accepted: 0 of 2000 random cases; at least 5 % are required",
  );
});

test("a campaign without planned sequences needs none, and lists no transition", () => {
  const { verdict, neverSeen } = judgeCampaign(longReport({}, { transitions: {} }));
  expect({ verdict, neverSeen }).toEqual({ verdict: "pass", neverSeen: [] });
});

test("a campaign with too few pairs of theme and fault is inconclusive, and a shard is not judged", () => {
  const [kept = "", unseen = ""] = Object.keys(pairs);
  const report = longReport({}, { pairs: { [kept]: 1 } });
  const { verdict, reasons, neverSeen, notCovered: lines } = judgeCampaign(report);
  expect(verdict).toBe("inconclusive");
  expect(reasons).toEqual([expect.stringContaining("pairs of theme and fault: 1 of 180")]);
  expect(neverSeen).toContain(unseen);
  expect(neverSeen).not.toContain(kept);
  expect(lines).toContainEqual(expect.stringContaining(`179 pairs of theme and fault: ${unseen}`));
  expect(judgeCampaign({ ...report, shard: { index: 1, total: 2 } }).reasons).toEqual([]);
});

test("only a cut batch is enough for a case to have run", () => {
  for (const batchesDone of [[], [1]]) {
    expect(judgeCampaign(longReport({ batchesDone, batchesCut: [0] })).verdict).toBe("pass");
  }
});

test.each([
  [199, ["it stopped after 199 random cases; at least 200 are required"]],
  [200, []],
])("interrupted after %i random cases it has the reasons %j too", (ran, reasons) => {
  const cases = { regressions: 0, enumeration: 10, random: ran, sequences: 0 };
  const enough = Object.fromEntries(Object.keys(labels).map((label) => [label, ran]));
  const stopped = longReport({ stopped: "interrupted" }, { cases, labels: enough });
  expect(judgeCampaign(stopped).reasons).toEqual(["the campaign was interrupted", ...reasons]);
  expect(judgeCampaign({ ...stopped, stopped: null }).reasons).toEqual([]);
});

test("the longer of two missing times is named, and a phase without a case counts as one", () => {
  const planned = { regressions: 0, enumeration: 0, random: 1_000, sequences: 1_000 };
  const whole = longReport({ stopped: "time" });
  const campaign = { ...whole.campaign, cases: planned };
  const cases = { ...planned, random: 100, sequences: 0 };
  const enough = Object.fromEntries(Object.keys(labels).map((label) => [label, 100]));
  const report = longReport({ stopped: "time", campaign }, { cases, labels: enough });
  expect(judgeCampaign(report).reasons.slice(0, 2)).toEqual([
    "it stopped after 100 random cases; at least 200 are required; a time limit of about 600s reaches them",
    "it stopped after 0 sequences; at least 50 are required; a time limit of about 600s reaches them",
  ]);
});

const found = (check: string, parts = {}) => ({
  ...failureWith({ check, ...parts }),
  alsoFound: {},
});
const flaky = { portCalls: [] };
const failing = {
  ...emptyResult(["p"]),
  failures: {
    "p/c": { ...found("c"), alsoFound: { "p/also": found("also") } },
    "p/b": found("b", { flaky }),
  },
  failureCounts: { "p/c": 1, "p/b": 2, "p/known (x)": 3 },
};

test("each failed fingerprint is listed once, by name, with its frequency", () => {
  expect(failedFingerprints(failing)).toEqual(["p/also", "p/b", "p/c", "p/known (x)"]);
  const frequency = (name: string) => describeFrequency(failing, name);
  expect(frequency("p/c")).toBe("in 1 case");
  expect(frequency("p/b")).toBe("in 2 cases; flaky: the same scenario did not fail again");
  expect(frequency("p/also")).toBe("only while shrinking, or when a case was run again");
  expect(frequency("p/known (x)")).toBe("in 3 cases");
});

test("known failures are apart from the others, and those that did not appear are named", () => {
  const known = ["p/known (any variant)", "p/none"];
  const report = longReport({}, failing);
  const named = { ...report, campaign: { ...report.campaign, known } };
  expect(splitKnown(named)).toEqual({
    fresh: ["p/also", "p/b", "p/c"],
    known: ["p/known (x)"],
    notSeen: ["p/none"],
  });
  const { verdict, reasons } = judgeCampaign(named);
  expect(verdict).toBe("fail");
  expect(reasons.slice(2)).toEqual([
    "p/c failed in 1 case",
    "p/known (x) failed in 3 cases; known",
  ]);
});

test("different answers to one case are a reason of every verdict but a pass", () => {
  const first = { batch: 0, case: "random:4", difference: "a, then b" };
  const askedTwice = { cases: 20, differing: 3, first };
  const text =
    "the target answered 3 of 20 cases that ran twice differently; in random:4: a, then b";
  expect(describeDifference({ askedTwice })).toEqual([text]);
  expect(judgeCampaign(longReport({}, { askedTwice }))).toMatchObject({
    verdict: "inconclusive",
    reasons: [text],
  });
  const failed = judgeCampaign(longReport({}, { askedTwice, failureCounts: { "p/check": 1 } }));
  expect(failed).toMatchObject({ verdict: "fail", reasons: ["p/check failed in 1 case", text] });
  expect(describeDifference({ askedTwice: { cases: 20, differing: 0, first: null } })).toEqual([]);
});
