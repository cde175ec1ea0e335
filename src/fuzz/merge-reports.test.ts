import { expect, test } from "vitest";
import { batchesOfReport } from "./batch.ts";
import type { BatchResult } from "./batch-result.ts";
import type { CampaignReport } from "./campaign-report.ts";
import { reportWith, type ReportParts } from "../test-fixtures/campaign-reports.ts";
import { mergeReports } from "./merge-reports.ts";
import type { NamedReport } from "./report-counts.ts";

const planned = { regressions: 0, enumeration: 300, random: 1_000, sequences: 250 };

/** Shard `index` of `total`, as a campaign with one property writes it. */
function shard(index: number, total: number, parts: ReportParts = {}): NamedReport {
  const batches = [...batchesOfReport({ cases: planned }, { index, total })];
  const cases = { regressions: 0, enumeration: 0, random: 0, sequences: 0 };
  for (const batch of batches) cases[batch.phase] += batch.cases;
  const sum = cases.enumeration + cases.random + cases.sequences;
  const tally = { pass: sum, fail: 0, discarded: 0, skipped: 0, errored: 0 };
  const report = reportWith({
    campaign: { runs: planned.random, batches: 7, cases: planned },
    shard: { index, total },
    batchesDone: batches.map(({ number }) => number),
    result: { cases, tallies: { p: tally } },
    ...parts,
  });
  return { name: `${index}-of-${total}.json`, report };
}

function withResult(report: NamedReport, parts: Partial<BatchResult>): NamedReport {
  const result = { ...report.report.result, ...parts };
  return { ...report, report: { ...report.report, result } };
}

test("shards of different totals merge where each batch is in one of them", () => {
  const merged = mergeReports([shard(1, 2), shard(2, 4), shard(4, 4)]);
  expect(merged.batchesDone).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(merged.result.cases).toEqual(planned);
});

test("the merged report lists the labels and transitions that no shard saw", () => {
  const parts = [shard(1, 2), shard(2, 2)];
  const neverSeen = (...seen: readonly Partial<BatchResult>[]) =>
    mergeReports(parts.map((part, at) => withResult(part, seen[at] ?? {}))).neverSeen;
  const all = neverSeen();
  expect(all).toEqual(expect.arrayContaining(["port_error", "crash", "crash > restart"]));
  const seen = neverSeen({ transitions: { crash: 1 } }, { labels: { port_error: 1 } });
  expect(seen).toEqual(all.filter((name) => name !== "port_error" && name !== "crash"));
});

test("a shard that stopped early explains its missing batches, and its cut batch counts", () => {
  const tally = { pass: 310, fail: 0, discarded: 0, skipped: 0, errored: 0 };
  const cases = { regressions: 0, enumeration: 250, random: 60, sequences: 0 };
  const parts = {
    stopped: "time",
    batchesDone: [0],
    batchesCut: [2],
  } satisfies Partial<CampaignReport>;
  const cut = withResult(shard(1, 2, parts), { cases, tallies: { p: tally } });
  const merged = mergeReports([cut, shard(2, 2)]);
  expect(merged).toMatchObject({ stopped: "time", batchesCut: [2], batchesDone: [0, 1, 3, 5] });
});

const [first, second] = [shard(1, 2), shard(2, 2)];
const { result } = first.report;
const tally = { pass: 1, fail: 0, discarded: 0, skipped: 0, errored: 0 };
const campaignOf = (parts: Partial<CampaignReport["campaign"]>) => ({
  ...second,
  report: { ...second.report, campaign: { ...second.report.campaign, ...parts } },
});
const failures = { failureCounts: { "p/check": 3 } };

test.each<[string, readonly NamedReport[], string]>([
  ["the same shard twice", [first, first], "1-of-2.json: batch 0 is in 1-of-2.json too"],
  [
    "a batch of another shard",
    [first, shard(1, 4)],
    "1-of-4.json: batch 0 is in 1-of-2.json too; give each shard once",
  ],
  ["a missing shard", [first], "3 batches of the campaign are in no report: 1, 3, 5;"],
  ["a missing batch", [first, shard(2, 4)], "1 batch of the campaign is in no report: 3;"],
  [
    "another bot of the same name",
    [first, campaignOf({ identity: { options: ["--target", "b"], profile: null, files: [] } })],
    "campaign.identity differs; seed, runs, properties, regressions, version, and the target with",
  ],
  [
    "a shipped pipeline of the same name",
    [campaignOf({ identity: { options: [], profile: null, files: [] } }), first],
    "campaign.identity differs",
  ],
  ["another seed", [first, campaignOf({ seed: 2 })], "campaign.seed differs"],
  ["other properties", [first, campaignOf({ properties: [] })], "campaign.properties differs"],
  [
    "an invented batch",
    [shard(1, 2, { batchesDone: [0, 2, 4, 6, 99] }), second],
    "1-of-2.json: batchesDone: batch 99 is not one of this shard",
  ],
  [
    "a batch of the other shard",
    [shard(1, 2, { batchesDone: [0, 1, 2, 4, 6] }), second],
    "batch 1 is not one of this shard",
  ],
  [
    "more cases than its batches have",
    [withResult(first, { cases: { ...result.cases, random: 9_999 } }), second],
    "1-of-2.json: result.cases.random: 9999, but its batches have 500",
  ],
  [
    "counts that do not add up",
    [withResult(first, { tallies: { p: tally } }), second],
    "result.tallies.p: the counts add up to 1, not 1000",
  ],
  [
    "an unknown property",
    [withResult(first, { tallies: { ...result.tallies, q: tally } }), second],
    "result.tallies.q: the campaign has no such property",
  ],
  [
    "a label of more cases than ran",
    [withResult(first, { labels: { port_error: 501 } }), second],
    "result.labels.port_error: 501 is more than 500 cases",
  ],
  [
    "failures that no tally has",
    [withResult(first, failures), second],
    "result.failureCounts: 3 cases failed p, but its tally has 0",
  ],
])("%s is refused by name", (_, reports, message) => {
  expect(() => mergeReports(reports)).toThrow(message);
});
