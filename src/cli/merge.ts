/** `merge`: makes one report of the shards' JSON reports, the same that one machine would have made. */
import { canonicalJson } from "../audit/canonical-json.ts";
import { printable } from "../domain/printable-text.ts";
import { emptyResult, mergeResults } from "../fuzz/batch-result.ts";
import { campaignReportSchema } from "../fuzz/campaign-report.ts";
import type { CampaignReport } from "../fuzz/campaign-report.ts";
import { judgeCampaign } from "../fuzz/campaign-verdict.ts";
import { shippedPipeline } from "../simulation/target.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import { parseWithSchema } from "../input/parse-with-schema.ts";
import { readJsonFile } from "../input/read-json-file.ts";
import { publish, verdictExitCodes } from "./output/publish-campaign.ts";
import { readReportFiles, reportKinds } from "./options/fuzz-settings.ts";
import type { Environment, ExitCode, Terminal } from "./output/terminal.ts";

type NamedReport = { readonly name: string; readonly report: CampaignReport };

/** Throws `BadInputError` for reports that are not the shards of one campaign. */
export async function merge(
  paths: readonly string[],
  reportOptions: readonly string[],
  env: Environment,
  terminal: Terminal,
): Promise<ExitCode> {
  const reports = readReportFiles(reportOptions, reportKinds);
  if (reports.some(({ kind }) => kind === "ndjson")) {
    throw new BadInputError(
      "--report ndjson: cases are not in the shards' reports; put their ndjson files one behind the other",
    );
  }
  const shards = paths.map((path) => ({
    name: printable(path),
    report: parseWithSchema(campaignReportSchema, readJsonFile(path)),
  }));
  refuseOtherCampaigns(shards);
  refuseIncompleteShards(shards);
  const merged = mergeShards(shards.map(({ report }) => report));
  terminal.out(`seed ${merged.campaign.seed}, ${merged.campaign.runs} random cases\n`);
  const isOwnOrder = merged.campaign.target === shippedPipeline.name;
  // How a bot is started no report says; whoever replays puts its command there.
  const shown = isOwnOrder
    ? { target: shippedPipeline, command: null }
    : { target: null, command: "COMMAND" };
  await publish(merged, shown, reports, [], env, terminal);
  return verdictExitCodes[merged.verdict];
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
  const seen = new Map<number, string>();
  for (const { name, report } of shards) {
    const { index, total: of } = report.shard ?? { index: 1, total: 1 };
    const other = seen.get(index);
    if (of !== total) throw new BadInputError(`${name}: shard ${index} of ${of}, not of ${total}`);
    if (other !== undefined) throw new BadInputError(`${name}: the same shard as ${other}`);
    seen.set(index, name);
  }
  const missing = Array.from({ length: total }, (_, at) => at + 1).filter((at) => !seen.has(at));
  if (missing.length > 0) {
    throw new BadInputError(`of ${total} shards these are missing: ${missing.join(", ")}`);
  }
}

function mergeShards(shards: readonly CampaignReport[]): CampaignReport {
  const [first] = shards;
  if (first === undefined) throw new BadInputError("merge: expected the shards' JSON reports");
  const { schemaVersion, kind, campaign } = first;
  const names = campaign.properties.map(({ name }) => name);
  const merged = {
    schemaVersion,
    kind,
    campaign,
    shard: null,
    batchesDone: shards.flatMap(({ batchesDone }) => batchesDone).toSorted((a, b) => a - b),
    stopped: shards.map(({ stopped }) => stopped).find((stopped) => stopped !== null) ?? null,
    canaryCaught: shards.every(({ canaryCaught }) => canaryCaught),
    result: shards.map(({ result }) => result).reduce(mergeResults, emptyResult(names)),
    timing: {
      startedAt: shards.map(({ timing }) => timing.startedAt).toSorted()[0] ?? "",
      elapsedMs: Math.max(...shards.map(({ timing }) => timing.elapsedMs)),
    },
  };
  return { ...merged, ...judgeCampaign(merged) };
}
