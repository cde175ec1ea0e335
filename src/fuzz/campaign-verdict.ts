/**
 * What a campaign's figures amount to. A broken property is falsified, whatever else is missing; short
 * of that everything that was promised to be tried has to have been tried, or nobody can tell.
 */
import type { CampaignReport } from "./campaign-report.ts";
import { isShareMet, requiredShares } from "./coverage.ts";
import { unmetEntries } from "./transition-coverage.ts";

export type CampaignVerdict = Pick<CampaignReport, "verdict" | "reasons">;

/** A campaign that was cut short needs this many random cases for its coverage to mean something. */
const randomCasesFloor = 1_000;
const historiesFloor = 1_000;

export function judgeCampaign(
  report: Omit<CampaignReport, "verdict" | "reasons">,
): CampaignVerdict {
  const { failing, failures } = report.result;
  const broken = [...new Set([...Object.keys(failing), ...Object.keys(failures)])].toSorted();
  if (broken.length > 0) {
    const reasons = broken.map((fingerprint) => {
      const cases = failing[fingerprint] ?? 0;
      return `${fingerprint} broke in ${cases === 0 ? "a simplified case" : `${cases} cases`}`;
    });
    return { verdict: "falsified", reasons };
  }
  const reasons = whyInconclusive(report);
  return { verdict: reasons.length === 0 ? "holds" : "inconclusive", reasons };
}

function whyInconclusive(report: Omit<CampaignReport, "verdict" | "reasons">): string[] {
  const { canaryCaught, stopped, result, campaign, shard, blocksDone } = report;
  const { random, histories } = result.cases;
  const historiesDue = Math.min(campaign.cases.histories, historiesFloor);
  const errors = Object.entries(result.targetErrors).map(
    ([message, times]) => `the target broke ${times} times: ${message}`,
  );
  return [
    ...(canaryCaught
      ? []
      : ["the canary, a target that calls the port in a dry run, was not caught"]),
    ...errors,
    ...(blocksDone.length === 0 ? ["no block was run"] : []),
    ...(stopped === "interrupted" ? ["the campaign was interrupted"] : []),
    ...(stopped !== null && random < randomCasesFloor
      ? [`it was cut short after ${random} random cases; ${randomCasesFloor} are the floor`]
      : []),
    ...(stopped !== null && histories < historiesDue
      ? [`it was cut short after ${histories} histories; ${historiesDue} are the floor`]
      : []),
    // A shard has only its part of the cases; the merged report judges coverage.
    ...(shard === null
      ? [...neverJudged(result.tallies), ...unmetCoverage(result), ...unmetHistories(report)]
      : []),
    ...(shard === null && result.cases.enumeration < campaign.cases.enumeration
      ? [`${result.cases.enumeration} of ${campaign.cases.enumeration} enumerated cases were run`]
      : []),
  ];
}

function neverJudged(tallies: CampaignReport["result"]["tallies"]): string[] {
  return Object.entries(tallies)
    .filter(([, { judged }]) => judged === 0)
    .map(([name]) => `${name} judged no case`);
}

/** Too many to tell one by one. */
const entriesToldMax = 5;

function unmetHistories({
  campaign,
  result,
}: Omit<CampaignReport, "verdict" | "reasons">): string[] {
  if (campaign.cases.histories === 0) return [];
  const unmet = unmetEntries(result.ledger, result.cases.histories);
  const rest = unmet.length - entriesToldMax;
  return [
    ...unmet.slice(0, entriesToldMax),
    ...(rest > 0 ? [`histories: ${rest} more entries of the ledger are not met`] : []),
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
