/** The report of a campaign, with its verdict, from the results of its batches. */
import { createHash } from "node:crypto";
import { allCombinations } from "../../properties/enumeration/three-way.ts";
import { batchesOf, totalsOf, type CasePlan, type Shard } from "./batch.ts";
import type { CampaignReport } from "./campaign-report.ts";
import { judgeCampaign, type CampaignVerdict } from "./campaign-verdict.ts";
import type { CampaignContext } from "./run-batch.ts";
import type { CampaignOutcome } from "./run-campaign.ts";
import { readPackageVersion } from "../package-root.ts";

export function reportCampaign(
  { plan, properties, skippedProperties, target }: CampaignContext,
  { result, batchesDone, stopped }: CampaignOutcome,
  shard: Shard | null,
  canaryCaught: boolean,
  startedAt: Date,
): CampaignReport {
  const report: Omit<CampaignReport, keyof CampaignVerdict> = {
    schemaVersion: 2,
    kind: "campaign",
    campaign: {
      harness: readPackageVersion(),
      target: target.name,
      seed: plan.seed,
      runs: plan.runs,
      digest: digestOf(plan),
      batches: totalsOf(batchesOf(plan)).batches,
      cases: {
        regressions: plan.regressions.length,
        enumeration: plan.enumeration.length,
        random: plan.runs,
        sequences: plan.sequences,
      },
      properties: properties.map(({ name, statement, severity }) => ({
        name,
        statement,
        severity,
      })),
      skippedProperties: skippedProperties.map(({ name, missing }) => ({
        name,
        missing: [...missing],
      })),
      combinations: allCombinations().size,
      supportsSequences: target.supportsSequences !== false,
    },
    shard,
    batchesDone: [...batchesDone],
    stopped,
    canaryCaught,
    result,
    timing: { startedAt: startedAt.toISOString(), elapsedMs: Date.now() - startedAt.getTime() },
  };
  return { ...report, ...judgeCampaign(report) };
}

/** Shards with other regressions or enumerated cases belong to another campaign. */
function digestOf({ regressions, enumeration }: CasePlan): string {
  const content = JSON.stringify({ regressions, enumeration });
  return createHash("sha256").update(content).digest("hex").slice(0, 16);
}
