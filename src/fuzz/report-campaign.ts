/** The report of a campaign, with its verdict, from what its blocks found. */
import { createHash } from "node:crypto";
import { allCombinations } from "../../properties/enumeration/three-way.ts";
import { blocksOf, totalsOf } from "./batch.ts";
import type { CasePlan, Shard } from "./batch.ts";
import type { CampaignReport } from "./campaign-report.ts";
import { judgeCampaign } from "./campaign-verdict.ts";
import type { CampaignVerdict } from "./campaign-verdict.ts";
import type { CampaignContext } from "./run-batch.ts";
import type { CampaignOutcome } from "./run-campaign.ts";
import { readPackageVersion } from "../package-root.ts";

export function reportCampaign(
  { plan, properties, leftOut, target }: CampaignContext,
  { result, blocksDone, stopped }: CampaignOutcome,
  shard: Shard | null,
  canaryCaught: boolean,
  startedAt: Date,
): CampaignReport {
  const report: Omit<CampaignReport, keyof CampaignVerdict> = {
    schemaVersion: 1,
    kind: "campaign",
    campaign: {
      harness: readPackageVersion(),
      target: target.name,
      seed: plan.seed,
      runs: plan.runs,
      digest: digestOf(plan),
      blocks: totalsOf(blocksOf(plan)).blocks,
      cases: {
        regressions: plan.regressions.length,
        enumeration: plan.enumeration.length,
        random: plan.runs,
        histories: plan.histories,
      },
      properties: properties.map(({ name, statement, movesMoney }) => ({
        name,
        statement,
        movesMoney,
      })),
      leftOut: leftOut.map(({ name, needs }) => ({ name, needs: [...needs] })),
      combinations: allCombinations().size,
      supportsHistories: target.supportsHistories !== false,
    },
    shard,
    blocksDone: [...blocksDone],
    stopped,
    canaryCaught,
    result,
    timing: { startedAt: startedAt.toISOString(), elapsedMs: Date.now() - startedAt.getTime() },
  };
  return { ...report, ...judgeCampaign(report) };
}

/** Shards whose regressions or enumerated cases differ are not of one campaign. */
function digestOf({ regressions, enumeration }: CasePlan): string {
  const content = JSON.stringify({ regressions, enumeration });
  return createHash("sha256").update(content).digest("hex").slice(0, 16);
}
