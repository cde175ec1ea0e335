/** Runs a whole campaign, or one shard of it, and makes its report. */
import { allProperties } from "../../properties/all.ts";
import { readScenarios } from "../scenario/scenario-files.ts";
import type { Target } from "../simulation/target.ts";
import { batchesOf, totalsOf, type Shard } from "./batch.ts";
import { casesOf } from "./batch-result.ts";
import { campaignContext, type CampaignInputs } from "./campaign-context.ts";
import type { CampaignReport } from "./campaign-report.ts";
import { isCanaryCaught } from "./canary.ts";
import { reportCampaign } from "./report-campaign.ts";
import { runBatch } from "./run-batch.ts";
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
  { shard, bail, pool, shouldStop, onProgress }: CampaignSettings,
): Promise<{ readonly report: CampaignReport; readonly lines: readonly string[] }> {
  const startedAt = new Date();
  try {
    const context = campaignContext(inputs, target);
    const [scenario] = readScenarios("order");
    const canaryCaught = await isCanaryCaught(scenario, allProperties);
    const total = totalsOf(batchesOf(context.plan, shard)).cases;
    const outcome = await runCampaign({
      batches: batchesOf(context.plan, shard),
      properties: context.properties.map(({ name }) => name),
      runners: pool?.runners ?? [(batch) => runBatch(batch, context)],
      bail,
      shouldStop,
      onProgress: (result) => onProgress(casesOf(result), total),
    });
    const { targetErrors } = outcome.result;
    for (const fault of (await pool?.end()) ?? []) {
      targetErrors[fault] = (targetErrors[fault] ?? 0) + 1;
    }
    const report = reportCampaign(context, outcome, shard, canaryCaught, startedAt);
    return { report, lines: outcome.lines };
  } finally {
    // A worker that still runs would keep the process alive.
    await pool?.close();
  }
}
