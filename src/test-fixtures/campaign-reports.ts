/** Campaign reports with arbitrary contents; a test states the fields that it is about. */
import { allProperties } from "../../properties/all.ts";
import { emptyResult, emptyTally, type BatchResult } from "../fuzz/batch-result.ts";
import type { CampaignReport } from "../fuzz/campaign-report.ts";
import { requiredShares } from "../fuzz/coverage.ts";

export type ReportParts = Partial<Omit<CampaignReport, "result" | "campaign">> & {
  readonly result?: Partial<BatchResult>;
  readonly campaign?: Partial<CampaignReport["campaign"]>;
};

/** A whole campaign of one batch and the property `p`, which passed. */
export function reportWith({ result, campaign, ...parts }: ReportParts = {}): CampaignReport {
  return {
    schemaVersion: 2,
    kind: "campaign",
    campaign: {
      harness: "0",
      target: "t",
      seed: 1,
      runs: 0,
      digest: "",
      batches: 1,
      cases: { regressions: 0, enumeration: 0, random: 0, sequences: 0 },
      properties: [{ name: "p", statement: "P holds.", severity: "money" }],
      skippedProperties: [],
      skippedChecks: [],
      skippedRegressions: { profile: 0, target: 0 },
      known: [],
      supportsSequences: true,
      hasReplyTimeout: true,
      supportsConditionalOrders: true,
      profile: null,
      supportsInstances: true,
      usesQueries: true,
      combinations: 1,
      ...campaign,
    },
    shard: null,
    batchesDone: [0],
    batchesCut: [],
    stopped: null,
    canaryCaught: true,
    verdict: "pass",
    reasons: [],
    neverSeen: [],
    notCovered: [],
    findings: [],
    timing: { startedAt: "", elapsedMs: 1 },
    ...parts,
    result: { ...emptyResult(["p"]), ...result },
  };
}

/** A campaign in which each property judged ten cases, and each label occurred. */
export function wholeCampaign({ result, campaign, ...parts }: ReportParts = {}) {
  const tallies = Object.fromEntries(
    allProperties.map(({ name }) => [name, { ...emptyTally, pass: 10 }]),
  );
  const labels = Object.fromEntries(Object.keys(requiredShares).map((name) => [name, 1]));
  const properties = allProperties.map(({ name, statement, severity }) => {
    return { name, statement, severity };
  });
  return reportWith({
    ...parts,
    campaign: { properties, ...campaign },
    result: { tallies, labels, ...result },
  });
}
