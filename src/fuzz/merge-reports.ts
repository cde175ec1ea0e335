/** Merges the reports of a campaign's shards to the report that one machine would have made. */
import { canonicalJson } from "../audit/canonical-json.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import { emptyResult, mergeResults, withoutRepeatedFailures } from "./batch-result.ts";
import type { CampaignReport } from "./campaign-report.ts";
import { judgeCampaign } from "./campaign-verdict.ts";

export type NamedReport = { readonly name: string; readonly report: CampaignReport };

/** Throws `BadInputError` for reports that are not all shards of one campaign, each once. */
export function mergeReports(shards: readonly NamedReport[]): CampaignReport {
  refuseOtherCampaigns(shards);
  refuseIncompleteShards(shards);
  return merge(shards.map(({ report }) => report));
}

function refuseOtherCampaigns([first, ...others]: readonly NamedReport[]): void {
  for (const { name, report } of others) {
    if (canonicalJson(report.campaign) === canonicalJson(first?.report.campaign)) continue;
    throw new BadInputError(
      `${name}: another campaign than ${first?.name}: seed, runs, properties, regressions and ` +
        "version have to be the same",
    );
  }
}

function refuseIncompleteShards(shards: readonly NamedReport[]): void {
  const total = shards[0]?.report.shard?.total ?? 1;
  const names = new Map<number, string>();
  for (const { name, report } of shards) {
    const { index, total: of } = report.shard ?? { index: 1, total: 1 };
    const other = names.get(index);
    if (of !== total) throw new BadInputError(`${name}: shard ${index} of ${of}, not of ${total}`);
    if (other !== undefined) throw new BadInputError(`${name}: the same shard as ${other}`);
    names.set(index, name);
  }
  const missing = Array.from({ length: total }, (_, at) => at + 1).filter((at) => !names.has(at));
  if (missing.length > 0) {
    throw new BadInputError(`of ${total} shards these are missing: ${missing.join(", ")}`);
  }
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
