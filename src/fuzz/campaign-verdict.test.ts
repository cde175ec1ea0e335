import { expect, test } from "vitest";
import { emptyResult } from "./batch-result.ts";
import type { CampaignReport } from "./campaign-report.ts";
import { judgeCampaign } from "./campaign-verdict.ts";
import { requiredShares } from "./coverage.ts";
import { requiredEntries } from "./transition-coverage.ts";

const random = 2_000;
const labels = Object.fromEntries(Object.keys(requiredShares).map((label) => [label, random / 2]));

type Judged = Omit<CampaignReport, "verdict" | "reasons">;

function reportWith(
  parts: Partial<Judged>,
  result: Partial<CampaignReport["result"]> = {},
): Judged {
  const cases = { regressions: 0, enumeration: 10, random, histories: 0 };
  const property = { name: "p", statement: "P holds.", movesMoney: true };
  return {
    schemaVersion: 1,
    kind: "campaign",
    campaign: {
      harness: "0",
      target: "t",
      seed: 1,
      runs: random,
      digest: "",
      blocks: 9,
      cases,
      properties: [property],
      leftOut: [],
      supportsHistories: true,
      combinations: 1,
    },
    shard: null,
    blocksDone: [0],
    stopped: null,
    canaryCaught: true,
    result: {
      ...emptyResult(["p"]),
      cases,
      labels,
      tallies: { p: { judged: 1, premiseUnmet: 0, notDrawn: 0, discarded: 0 } },
      ...result,
    },
    timing: { startedAt: "", elapsedMs: 0 },
    ...parts,
  };
}

test("a complete campaign without a failure holds", () => {
  expect(judgeCampaign(reportWith({}))).toEqual({ verdict: "holds", reasons: [] });
});

test("a failure falsifies, whatever else is missing", () => {
  const report = reportWith({ canaryCaught: false }, { failing: { "p/claim": 3 } });
  expect(judgeCampaign(report)).toEqual({
    verdict: "falsified",
    reasons: ["p/claim broke in 3 cases"],
  });
});

test.each<[string, Partial<Judged>, Partial<CampaignReport["result"]>, string]>([
  ["the canary got away", { canaryCaught: false }, {}, "canary"],
  ["the target broke", {}, { targetErrors: { "Error: boom": 2 } }, "the target broke 2 times"],
  ["nothing ran", { blocksDone: [] }, {}, "no block was run"],
  ["it was interrupted", { stopped: "interrupted" }, {}, "interrupted"],
  [
    "time ran out below the floor",
    { stopped: "time" },
    { cases: { regressions: 0, enumeration: 10, random: 999, histories: 0 } },
    "1000 are the floor",
  ],
  [
    "a property judged no case",
    {},
    { tallies: { p: { judged: 0, premiseUnmet: 5, notDrawn: 0, discarded: 0 } } },
    "p judged no case",
  ],
  ["a label was never seen", {}, { labels: { ...labels, port_error: 0 } }, "coverage: port_error"],
  [
    "not everything was enumerated",
    {},
    { cases: { regressions: 0, enumeration: 9, random, histories: 0 } },
    "9 of 10 enumerated",
  ],
])("it is inconclusive when %s", (_, parts, result, reason) => {
  const { verdict, reasons } = judgeCampaign(reportWith(parts, result));
  expect(verdict).toBe("inconclusive");
  expect(reasons.join("\n")).toContain(reason);
});

test("time that runs out above the floor is no reason", () => {
  expect(judgeCampaign(reportWith({ stopped: "time" })).verdict).toBe("holds");
});

test.each([
  [999, "inconclusive"],
  [1_000, "holds"],
] as const)("cut short after %i of many histories it is %s", (histories, verdict) => {
  const whole = reportWith({ stopped: "time" });
  const planned = { ...whole.campaign.cases, histories: 1_000_000 };
  const ledger = Object.fromEntries([...requiredEntries.keys()].map((name) => [name, histories]));
  const report = reportWith(
    { stopped: "time", campaign: { ...whole.campaign, cases: planned } },
    { cases: { ...planned, histories }, ledger },
  );
  expect(judgeCampaign(report)).toEqual({
    verdict,
    reasons:
      verdict === "holds" ? [] : ["it was cut short after 999 histories; 1000 are the floor"],
  });
});
