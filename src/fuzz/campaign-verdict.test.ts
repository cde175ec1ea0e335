import { expect, test } from "vitest";
import { emptyResult } from "./batch-result.ts";
import type { CampaignReport } from "./campaign-report.ts";
import { judgeCampaign } from "./campaign-verdict.ts";
import { requiredShares } from "./coverage.ts";
import { requiredEntries } from "./transition-coverage.ts";

const random = 2_000;
const labels = Object.fromEntries(Object.keys(requiredShares).map((label) => [label, random / 2]));

type Judged = Omit<CampaignReport, "verdict" | "reasons" | "neverSeen">;

function reportWith(
  parts: Partial<Judged>,
  result: Partial<CampaignReport["result"]> = {},
): Judged {
  const cases = { regressions: 0, enumeration: 10, random, sequences: 0 };
  const property = { name: "p", statement: "P holds.", severity: "money" as const };
  return {
    schemaVersion: 2,
    kind: "campaign",
    campaign: {
      harness: "0",
      target: "t",
      seed: 1,
      runs: random,
      digest: "",
      batches: 9,
      cases,
      properties: [property],
      skippedProperties: [],
      skippedChecks: [],
      known: [],
      supportsSequences: true,
      combinations: 1,
    },
    shard: null,
    batchesDone: [0],
    batchesCut: [],
    stopped: null,
    canaryCaught: true,
    result: {
      ...emptyResult(["p"]),
      cases,
      labels,
      tallies: { p: { pass: 1, fail: 0, discarded: 0, skipped: 0, errored: 0 } },
      ...result,
    },
    timing: { startedAt: "", elapsedMs: 10_000 },
    ...parts,
  };
}

test("a complete campaign without a failure passes", () => {
  expect(judgeCampaign(reportWith({}))).toEqual({ verdict: "pass", reasons: [], neverSeen: [] });
});

test("a failure fails the campaign, although the canary was not caught", () => {
  const report = reportWith({ canaryCaught: false }, { failureCounts: { "p/check": 3 } });
  expect(judgeCampaign(report)).toEqual({
    verdict: "fail",
    reasons: ["p/check failed in 3 cases"],
    neverSeen: [],
  });
});

test.each<[string, Partial<Judged>, Partial<CampaignReport["result"]>, string]>([
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
  const { verdict, reasons } = judgeCampaign(reportWith(parts, result));
  expect(verdict).toBe("inconclusive");
  expect(reasons.join("\n")).toContain(reason);
});

test("a time limit after the minimum of cases is no reason", () => {
  expect(judgeCampaign(reportWith({ stopped: "time" })).verdict).toBe("pass");
});

test.each([
  [49, "inconclusive"],
  [50, "pass"],
] as const)("stopped after %i of many sequences it is %s", (sequences, verdict) => {
  const whole = reportWith({ stopped: "time" });
  const planned = { ...whole.campaign.cases, sequences: 1_000_000 };
  const transitions = Object.fromEntries(
    [...requiredEntries.keys()].map((name) => [name, sequences]),
  );
  const report = reportWith(
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
  });
});

test("after a time limit enumerated cases may be left, and a step that no sequence has may be chance", () => {
  const whole = reportWith({ stopped: "time" });
  const planned = { ...whole.campaign.cases, sequences: 1_000_000 };
  const cases = { regressions: 0, enumeration: 1, random };
  const campaign = { ...whole.campaign, cases: planned };
  const judge = (stopped: "time" | null, sequences: number) => {
    const transitions = Object.fromEntries(
      [...requiredEntries.keys()].map((name) => [name, name === "crash" ? 0 : sequences]),
    );
    const result = { cases: { ...cases, sequences }, transitions };
    return judgeCampaign(reportWith({ stopped, campaign }, result)).reasons;
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
  const report = reportWith({}, { labels: others, cases, transitions });
  expect(judgeCampaign(report).neverSeen).toEqual(["port_error"]);
  const withSequences = { ...report, campaign: { ...report.campaign, cases } };
  expect(judgeCampaign(withSequences).neverSeen).toEqual(["port_error", "crash"]);
});

test("a group of transitions below its minimum is a reason", () => {
  const cases = { regressions: 0, enumeration: 10, random, sequences: 2_000 };
  const names = [...requiredEntries.keys()].filter((name) => !name.startsWith("port delayed"));
  const transitions = Object.fromEntries(names.map((name) => [name, 500]));
  const report = reportWith({}, { cases, transitions });
  expect(judgeCampaign({ ...report, campaign: { ...report.campaign, cases } })).toMatchObject({
    verdict: "inconclusive",
    reasons: ["sequences: port delayed before or after a step: 0 of 29; at least 3 are required"],
  });
});
