/** Whether the counts of a report can be those of its batches. */
import { portCallsHappenInsideARun } from "../../properties/port-calls-happen-inside-a-run.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import { countAskedTwice } from "./ask-twice.ts";
import { batchesOfReport, totalsOf } from "./batch.ts";
import { casesOf, phases, reportedFailures, type Phase } from "./batch-result.ts";
import type { CampaignReport } from "./campaign-report.ts";
import { fingerprintOf } from "./fingerprint.ts";

/** A report, and the name of its file. */
export type NamedReport = { readonly name: string; readonly report: CampaignReport };

/** Throws `BadInputError` with the field and both numbers. */
export function refuseWrongCounts({ name, report }: NamedReport): void {
  const problem = [
    ...wrongBatches(report),
    ...wrongCases(report),
    ...wrongTallies(report),
    ...wrongFailures(report),
    ...wrongSample(report),
  ][0];
  if (problem !== undefined) throw new BadInputError(`${name}: ${problem}`);
}

function* wrongBatches({ campaign, shard, ...report }: CampaignReport): Generator<string> {
  const { batches } = totalsOf(batchesOfReport(campaign));
  if (campaign.batches !== batches) {
    yield `campaign.batches: ${campaign.batches}, but the cases of the campaign have ${batches} batches`;
  }
  const own = new Set([...batchesOfReport(campaign, shard)].map(({ number }) => number));
  const seen = new Set<number>();
  for (const batch of [...report.batchesDone, ...report.batchesCut]) {
    if (!own.has(batch)) yield `batchesDone: batch ${batch} is not one of this shard`;
    if (seen.has(batch)) yield `batchesDone: batch ${batch} is there twice`;
    seen.add(batch);
  }
}

/** The cases of the batches that ran whole, and at least one of each that was cut. */
function* wrongCases({ campaign, result, ...report }: CampaignReport): Generator<string> {
  const least = { regressions: 0, enumeration: 0, random: 0, sequences: 0 };
  const most = { ...least };
  const [done, cut] = [new Set(report.batchesDone), new Set(report.batchesCut)];
  for (const { number, phase, cases } of batchesOfReport(campaign)) {
    if (!done.has(number) && !cut.has(number)) continue;
    most[phase] += done.has(number) ? cases : cases - 1;
    least[phase] += done.has(number) ? cases : 0;
  }
  for (const phase of phases) {
    const cases = result.cases[phase];
    if (cases >= least[phase] && cases <= most[phase]) continue;
    yield `result.cases.${phase}: ${cases}, but its batches have ${describeRange(least, most, phase)}`;
  }
}

type Totals = Readonly<Record<Phase, number>>;

function describeRange(least: Totals, most: Totals, phase: Phase): string {
  return least[phase] === most[phase] ? `${most[phase]}` : `${least[phase]} to ${most[phase]}`;
}

function* wrongTallies({ campaign, result }: CampaignReport): Generator<string> {
  const cases = casesOf(result);
  const names = campaign.properties.map((property) => property.name);
  for (const name of Object.keys(result.tallies)) {
    if (!names.includes(name)) yield `result.tallies.${name}: the campaign has no such property`;
  }
  for (const name of names) {
    const sum = Object.values(result.tallies[name] ?? {}).reduce((left, right) => left + right, 0);
    if (sum !== cases) yield `result.tallies.${name}: the counts add up to ${sum}, not ${cases}`;
  }
  const gateCases = Object.entries(result.gateCases).map(([name, one]) => {
    return [name, one.cases] as const;
  });
  const bounds = [
    ["gateCases", Object.fromEntries(gateCases), result.cases.enumeration],
    ["labels", result.labels, result.cases.random],
    ["transitions", result.transitions, result.cases.sequences],
    ["pairs", result.pairs, result.cases.random + result.cases.sequences],
    ["failureCounts", result.failureCounts, cases],
  ] as const;
  for (const [field, counts, most] of bounds) {
    const [name, count] = Object.entries(counts).find(([, found]) => found > most) ?? [];
    if (name !== undefined) yield `result.${field}.${name}: ${count} is more than ${most} cases`;
  }
}

function* wrongSample({ campaign, result, ...report }: CampaignReport): Generator<string> {
  const own = new Set([...report.batchesDone, ...report.batchesCut]);
  let most = 0;
  for (const { number, start, cases } of batchesOfReport(campaign)) {
    if (own.has(number)) most += countAskedTwice(start, cases);
  }
  const { cases, differing, first } = result.askedTwice;
  if (cases > most) yield `result.askedTwice.cases: ${cases}, but its batches have at most ${most}`;
  if (differing > cases || (first === null) !== (differing === 0)) {
    yield `result.askedTwice.differing: ${differing}, of ${cases} cases`;
  }
}

/** A case fails a property by one check. A port call that came after its case was judged is in no tally. */
function* wrongFailures({ campaign, result, ...report }: CampaignReport): Generator<string> {
  for (const { name } of campaign.properties) {
    const counts = Object.entries(result.failureCounts).filter(([key]) =>
      key.startsWith(`${name}/`),
    );
    const sum = counts.reduce((total, [, count]) => total + count, 0);
    const fail = result.tallies[name]?.fail ?? 0;
    const mayBeLate = name === portCallsHappenInsideARun.name;
    if (sum < fail || (sum > fail && !mayBeLate)) {
      yield `result.failureCounts: ${sum} cases failed ${name}, but its tally has ${fail}`;
    }
  }
  const batches = [...report.batchesDone, ...report.batchesCut];
  for (const failure of reportedFailures(result).values()) {
    if (batches.includes(failure.batch)) continue;
    yield `result.failures: ${fingerprintOf(failure)}: batch ${failure.batch} is not in the report`;
  }
}
