/** Runs a whole campaign, or one shard of it, and makes its report. */
import { createHash } from "node:crypto";
import { allProperties } from "../../properties/all.ts";
import { allCombinations } from "../../properties/enumeration/three-way.ts";
import { readPackageVersion } from "../package-root.ts";
import { readScenarios } from "../scenario/scenario-files.ts";
import type { Target } from "../simulation/target.ts";
import { batchesOf, plannedCases, totalsOf, type Shard } from "./batch.ts";
import { casesOf, increment } from "./batch-result.ts";
import { campaignContext, type CampaignInputs } from "./campaign-context.ts";
import type { CampaignReport } from "./campaign-report.ts";
import { isCanaryCaught } from "./canary.ts";
import { judgeCampaign } from "./campaign-verdict.ts";
import { batchRunner, type CampaignContext } from "./run-batch.ts";
import { runCampaign, type CampaignRun } from "./run-campaign.ts";
import type { WorkerPool } from "./worker-pool.ts";

export type CampaignSettings = Pick<CampaignRun, "bail" | "shouldStop"> & {
  readonly shard: Shard | null;
  /** Null runs the batches in this thread. */
  readonly pool: WorkerPool | null;
  /** Called after each batch with the cases done and the cases of all batches. */
  readonly onProgress: (done: number, total: number) => void;
};

/** Throws `BadInputError` for a property that cannot judge the target, `TargetError` from a worker. */
export async function fuzzCampaign(
  inputs: CampaignInputs,
  target: Target,
  settings: Partial<CampaignSettings>,
): Promise<{ readonly report: CampaignReport; readonly lines: readonly string[] }> {
  const { shard = null, bail = false, pool = null, shouldStop = () => null, onProgress } = settings;
  const startedAt = new Date();
  try {
    const context = campaignContext(inputs, target);
    const [scenario] = readScenarios("order");
    const canaryCaught = await isCanaryCaught(scenario, allProperties);
    const total = totalsOf(batchesOf(context.plan, shard)).cases;
    const outcome = await runCampaign({
      batches: batchesOf(context.plan, shard),
      properties: context.properties.map(({ name }) => name),
      runners: pool?.runners ?? [batchRunner(context)],
      bail,
      shouldStop,
      onProgress: (result) => onProgress?.(casesOf(result), total),
    });
    for (const fault of (await pool?.end()) ?? []) increment(outcome.result.targetErrors, fault);
    const { lines, ...done } = outcome;
    const elapsedMs = Date.now() - startedAt.getTime();
    const report = {
      schemaVersion: 2,
      kind: "campaign",
      campaign: describeCampaign(context),
      shard,
      ...done,
      canaryCaught,
      timing: { startedAt: startedAt.toISOString(), elapsedMs },
    } as const;
    return { report: { ...report, ...judgeCampaign(report) }, lines };
  } finally {
    // A worker that still runs would keep the process alive.
    await pool?.close();
  }
}

function describeCampaign(context: CampaignContext): CampaignReport["campaign"] {
  const { plan, properties, skippedProperties, target } = context;
  // Shards with other regressions or enumerated cases belong to another campaign.
  const content = JSON.stringify({ regressions: plan.regressions, enumeration: plan.enumeration });
  return {
    harness: readPackageVersion(),
    target: target.name,
    seed: plan.seed,
    runs: plan.runs,
    digest: createHash("sha256").update(content).digest("hex").slice(0, 16),
    batches: totalsOf(batchesOf(plan)).batches,
    cases: plannedCases(plan),
    properties: properties.map(({ name, statement, severity }) => ({ name, statement, severity })),
    skippedProperties: [...skippedProperties],
    combinations: allCombinations().size,
    supportsSequences: target.supportsSequences !== false,
  };
}
