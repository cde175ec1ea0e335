/**
 * What a campaign's figures amount to. A broken property is falsified, whatever else is missing; short
 * of that everything that was promised to be tried has to have been tried, or nobody can tell.
 */
import type { CampaignReport } from "./campaign-report.ts";
import { judgedCases } from "./batch-result.ts";
import { isShareMet, requiredShares } from "./coverage.ts";
import { unmetTransitionEntries } from "./transition-coverage.ts";

export type CampaignVerdict = Pick<CampaignReport, "verdict" | "reasons">;

/** A campaign that was cut short needs this many random cases for its coverage to mean something. */
const randomCasesFloor = 1_000;
const sequencesFloor = 1_000;

export function judgeCampaign(
  report: Omit<CampaignReport, "verdict" | "reasons">,
): CampaignVerdict {
  const { failureCounts, failures } = report.result;
  const broken = [...new Set([...Object.keys(failureCounts), ...Object.keys(failures)])].toSorted();
  if (broken.length > 0) {
    const reasons = broken.map((fingerprint) => {
      const cases = failureCounts[fingerprint] ?? 0;
      return `${fingerprint} failed in ${cases === 0 ? "a simplified case" : `${cases} cases`}`;
    });
    return { verdict: "fail", reasons };
  }
  const reasons = whyInconclusive(report);
  return { verdict: reasons.length === 0 ? "pass" : "inconclusive", reasons };
}

function whyInconclusive(report: Omit<CampaignReport, "verdict" | "reasons">): string[] {
  const { canaryCaught, stopped, result, campaign, shard, batchesDone } = report;
  const { random, sequences } = result.cases;
  const sequencesDue = Math.min(campaign.cases.sequences, sequencesFloor);
  const errors = Object.entries(result.targetErrors).map(
    ([message, times]) => `the target broke ${times} times: ${message}`,
  );
  return [
    ...(canaryCaught
      ? []
      : ["the canary, a target that calls the port in a dry run, was not caught"]),
    ...errors,
    ...(batchesDone.length === 0 ? ["no batch was run"] : []),
    ...(stopped === "interrupted" ? ["the campaign was interrupted"] : []),
    ...(stopped !== null && random < randomCasesFloor
      ? [`it was cut short after ${random} random cases; ${randomCasesFloor} are the floor`]
      : []),
    ...(stopped !== null && sequences < sequencesDue
      ? [`it was cut short after ${sequences} sequences; ${sequencesDue} are the floor`]
      : []),
    // A shard has only its part of the cases; the merged report judges coverage.
    ...(shard === null
      ? [...neverJudged(result.tallies), ...unmetCoverage(result), ...unmetTransitions(report)]
      : []),
    ...(shard === null && result.cases.enumeration < campaign.cases.enumeration
      ? [`${result.cases.enumeration} of ${campaign.cases.enumeration} enumerated cases were run`]
      : []),
  ];
}

function neverJudged(tallies: CampaignReport["result"]["tallies"]): string[] {
  return Object.entries(tallies)
    .filter(([, tally]) => judgedCases(tally) === 0)
    .map(([name]) => `${name} judged no case`);
}

/** Too many to tell one by one. */
const entriesToldMax = 5;

function unmetTransitions({
  campaign,
  result,
}: Omit<CampaignReport, "verdict" | "reasons">): string[] {
  if (campaign.cases.sequences === 0) return [];
  const unmet = unmetTransitionEntries(result.transitions, result.cases.sequences);
  const rest = unmet.length - entriesToldMax;
  return [
    ...unmet.slice(0, entriesToldMax),
    ...(rest > 0 ? [`sequences: ${rest} more entries of the transitions are not met`] : []),
  ];
}

function unmetCoverage({ labels, cases }: CampaignReport["result"]): string[] {
  return Object.entries(requiredShares).flatMap(([label, required]) => {
    const seen = labels[label] ?? 0;
    if (isShareMet(seen, cases.random, required)) return [];
    const share = `${seen} of ${cases.random} random cases`;
    return [`coverage: ${label}: ${share}; at least ${required * 100} % are required`];
  });
}
