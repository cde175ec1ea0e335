/** Findings: the failures of one cause, with the one to read first. */
import { sizeOf } from "../scenario/size.ts";
import { reportedFailures, type Failure } from "./batch-result.ts";
import type { CampaignReport } from "./campaign-report.ts";
import { checkNameOf, isSameCheck } from "./fingerprint.ts";

export type Finding = {
  /** Of severity `money` where one is, and then the smallest. */
  readonly head: Failure;
  readonly others: readonly Failure[];
};

/** Worst first. Every reported failure is in one finding. */
export function findingsOf(report: Pick<CampaignReport, "campaign" | "result">): Finding[] {
  const findings: { readonly head: Failure; readonly others: Failure[] }[] = [];
  for (const failure of worstFirst(report)) {
    const finding = findings.find(({ head }) => haveOneCause(head, failure));
    if (finding === undefined) findings.push({ head: failure, others: [] });
    else finding.others.push(failure);
  }
  return findings;
}

/** Of severity `money` first, then those that repeat, then the smallest. */
function worstFirst({ campaign, result }: Pick<CampaignReport, "campaign" | "result">): Failure[] {
  const ofMoney = new Set(
    campaign.properties.flatMap(({ name, severity }) => (severity === "money" ? [name] : [])),
  );
  const rankOf = ({ property, flaky }: Failure) =>
    (ofMoney.has(property) ? 0 : 2) + (flaky === undefined ? 0 : 1);
  return [...reportedFailures(result).values()].toSorted(
    (left, right) =>
      rankOf(left) - rankOf(right) ||
      sizeOf(left.scenario) - sizeOf(right.scenario) ||
      left.batch - right.batch,
  );
}

/**
 * The variants of one check have one cause, as far as a campaign can tell. So have two checks that share a shrunk
 * scenario: nothing can be taken from it without losing one of them, and then the other one fails there too.
 */
function haveOneCause(left: Failure, right: Failure): boolean {
  return isSameCheck(left, right) || failsOn(left, right) || failsOn(right, left);
}

/** Whether the check of `other` fails on the shrunk scenario of `failure`; false where that was not judged. */
function failsOn({ alsoFails = [] }: Failure, other: Failure): boolean {
  return alsoFails.includes(checkNameOf(other));
}
