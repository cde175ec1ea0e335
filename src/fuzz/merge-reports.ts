/** Merges the reports of a campaign's shards to the report that one machine would have made. */
import { canonicalJson } from "../audit/canonical-json.ts";
import { counted } from "../domain/counted.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import { batchesOfReport } from "./batch.ts";
import { emptyResult, mergeResults, withoutRepeatedFailures } from "./batch-result.ts";
import type { CampaignReport } from "./campaign-report.ts";
import { judgeCampaign } from "./campaign-verdict.ts";
import { refuseWrongCounts, type NamedReport } from "./report-counts.ts";

/** Throws `BadInputError` for reports that do not have each batch of one campaign once. */
export function mergeReports(shards: readonly NamedReport[]): CampaignReport {
  refuseOtherCampaigns(shards);
  for (const shard of shards) refuseWrongCounts(shard);
  refuseRepeatedBatches(shards);
  refuseMissingBatches(shards);
  return merge(shards.map(({ report }) => report));
}

function refuseOtherCampaigns([first, ...others]: readonly NamedReport[]): void {
  for (const { name, report } of others) {
    const [own, other] = [first?.report.campaign ?? {}, report.campaign];
    const fields = [...new Set([...Object.keys(own), ...Object.keys(other)])];
    const differing = fields.find(
      (field) =>
        canonicalJson(Reflect.get(own, field)) !== canonicalJson(Reflect.get(other, field)),
    );
    if (differing === undefined) continue;
    throw new BadInputError(
      `${name}: another campaign than ${first?.name}: campaign.${differing} differs; seed, runs, ` +
        "properties, regressions, version, and the target with its files have to be the same",
    );
  }
}

function refuseRepeatedBatches(shards: readonly NamedReport[]): void {
  const names = new Map<number, string>();
  for (const { name, report } of shards) {
    for (const batch of [...report.batchesDone, ...report.batchesCut]) {
      const other = names.get(batch);
      if (other !== undefined) {
        throw new BadInputError(`${name}: batch ${batch} is in ${other} too; give each shard once`);
      }
      names.set(batch, name);
    }
  }
}

const batchesNamedMax = 5;

/** A shard that stopped early explains the batches that it is missing. */
function refuseMissingBatches(shards: readonly NamedReport[]): void {
  const [first] = shards;
  if (first === undefined) return;
  const missing = new Set<number>();
  for (const { number } of batchesOfReport(first.report.campaign)) missing.add(number);
  for (const { report } of shards) {
    for (const batch of [...report.batchesDone, ...report.batchesCut]) missing.delete(batch);
    if (report.stopped === null) continue;
    const planned = batchesOfReport(report.campaign, report.shard);
    for (const { number } of planned) missing.delete(number);
  }
  if (missing.size === 0) return;
  const named = [...missing].slice(0, batchesNamedMax).join(", ");
  const rest = missing.size > batchesNamedMax ? ", …" : "";
  throw new BadInputError(
    `${counted(missing.size, "batch", "batches")} of the campaign ` +
      `${missing.size === 1 ? "is" : "are"} in no report: ${named}${rest}; give the reports of all shards`,
  );
}

function merge(shards: readonly CampaignReport[]): CampaignReport {
  const [first] = shards;
  if (first === undefined) {
    throw new BadInputError("merge: expected the JSON reports of the shards");
  }
  const names = first.campaign.properties.map(({ name }) => name);
  const merged = {
    ...first,
    shard: null,
    batchesDone: shards.flatMap(({ batchesDone }) => batchesDone).toSorted((a, b) => a - b),
    batchesCut: shards.flatMap(({ batchesCut }) => batchesCut).toSorted((a, b) => a - b),
    stopped: shards.map(({ stopped }) => stopped).find((stopped) => stopped !== null) ?? null,
    canaryCaught: shards.every(({ canaryCaught }) => canaryCaught),
    result: withoutRepeatedFailures(
      shards.map(({ result }) => result).reduce(mergeResults, emptyResult(names)),
    ),
    timing: {
      startedAt: shards.map(({ timing }) => timing.startedAt).toSorted()[0] ?? "",
      elapsedMs: Math.max(...shards.map(({ timing }) => timing.elapsedMs)),
    },
  };
  return { ...merged, ...judgeCampaign(merged) };
}
