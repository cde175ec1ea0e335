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
 * The variants of one check have one cause, as far as a campaign can tell. So have two checks of which each fails on
 * the shrunk scenario of the other. Where one of them was not shrunk, the scenario of the other decides.
 */
function haveOneCause(left: Failure, right: Failure): boolean {
  if (isSameCheck(left, right)) return true;
  const [onLeft, onRight] = [failsOn(left, right), failsOn(right, left)];
  return onLeft === null ? onRight === true : onLeft && onRight !== false;
}

/** Whether the check of `other` fails on the scenario of `failure`; null where that was not judged. */
function failsOn({ alsoFails }: Failure, other: Failure): boolean | null {
  return alsoFails === undefined ? null : alsoFails.includes(checkNameOf(other));
}
