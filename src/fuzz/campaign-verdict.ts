/**
 * The verdict of a campaign. One failed check makes it `fail`. Without a failure, everything that the campaign
 * had to try must have been tried; otherwise it is `inconclusive`.
 */
import { counted } from "../domain/counted.ts";
import { percent } from "../domain/percent.ts";
import type { CampaignReport } from "./campaign-report.ts";
import { judgedCases, reportedFailures, type BatchResult } from "./batch-result.ts";
import { reachable, type Support } from "./support.ts";
import { isShareMet, minimumOf, requiredShares } from "./coverage.ts";
import { findingsOf } from "./findings.ts";
import { fingerprintOf, knownFailures } from "./fingerprint.ts";
import { listNotCovered } from "./not-covered.ts";
import { narrowingFields } from "../profile/has-part.ts";
import { tooFewPairs, unseenPairs } from "./pair-minimums.ts";
import { unmetTransitions, unseenTransitions } from "./transition-minimums.ts";

type CampaignVerdict = Pick<
  CampaignReport,
  "verdict" | "reasons" | "neverSeen" | "notCovered" | "findings"
>;
type Unjudged = Omit<CampaignReport, keyof CampaignVerdict>;

/** Below these numbers of cases the coverage of a campaign that stopped early means nothing. */
const leastCases = { random: 200, sequences: 50 } as const;

export function judgeCampaign(report: Unjudged): CampaignVerdict {
  const failed = failedFingerprints(report.result);
  const neverSeen = listNeverSeen(report);
  const notCovered = listNotCovered(report);
  const findings = findingsOf(report).map(({ head, others }) => ({
    head: fingerprintOf(head),
    others: others.map(fingerprintOf),
  }));
  if (failed.length > 0) {
    const { fresh, known } = splitKnown(report);
    const describe = (fingerprint: string) =>
      `${fingerprint} failed ${describeFrequency(report.result, fingerprint)}`;
    const reasons = [...fresh.map(describe), ...known.map((name) => `${describe(name)}; known`)];
    reasons.push(...describeDifference(report.result));
    return { verdict: "fail", reasons, neverSeen, notCovered, findings };
  }
  const reasons = whyInconclusive(report);
  const verdict = reasons.length === 0 ? "pass" : "inconclusive";
  return { verdict, reasons, neverSeen, notCovered, findings };
}

function listNeverSeen({ campaign, result }: Unjudged): string[] {
  return [
    ...reachable(Object.keys(requiredShares), campaign).filter(
      (label) => (result.labels[label] ?? 0) === 0,
    ),
    ...(campaign.cases.sequences === 0
      ? []
      : reachable(unseenTransitions(result.transitions), campaign)),
    ...unseenPairs(result.pairs, campaign),
  ];
}

/** The fingerprints that failed, and the names of known failures that explain none of them. */
export function splitKnown({
  campaign: { known: names },
  result,
}: Pick<CampaignReport, "campaign" | "result">) {
  const isKnown = knownFailures(names);
  const failed = failedFingerprints(result);
  return {
    fresh: failed.filter((fingerprint) => !isKnown(fingerprint)),
    known: failed.filter(isKnown),
    notSeen: names.filter((name) => !failed.some(knownFailures([name]))),
  };
}

/** Every fingerprint that failed, in a case or only while another failure was shrunk. */
export function failedFingerprints(result: BatchResult): string[] {
  const { failureCounts } = result;
  return [
    ...new Set([...Object.keys(failureCounts), ...reportedFailures(result).keys()]),
  ].toSorted();
}

/** Such as `in 3 cases`, and whether the failure is flaky. */
export function describeFrequency(result: BatchResult, fingerprint: string): string {
  const cases = result.failureCounts[fingerprint] ?? 0;
  const failure = reportedFailures(result).get(fingerprint);
  const seen =
    cases === 0
      ? "only while shrinking, or when a case was run again"
      : `in ${counted(cases, "case")}`;
  return failure?.flaky ? `${seen}; flaky: the same scenario did not fail again` : seen;
}

/** Empty unless a case of the sample that ran twice was answered differently. */
export function describeDifference({ askedTwice }: Pick<BatchResult, "askedTwice">): string[] {
  const { cases, differing, first } = askedTwice;
  return first === null
    ? []
    : [
        `the target answered ${differing} of ${counted(cases, "case")} that ran twice differently; ` +
          `in ${first.case}: ${first.difference}`,
      ];
}

function whyInconclusive(report: Unjudged): string[] {
  const { canaryCaught, stopped, result, campaign, shard, batchesDone, batchesCut } = report;
  const { enumeration } = result.cases;
  return [
    ...when(!canaryCaught, "the canary, a target that calls the port in a dry run, was not caught"),
    ...Object.entries(result.targetErrors).map(
      ([message, times]) => `the target failed ${counted(times, "time")}: ${message}`,
    ),
    ...describeDifference(result),
    ...when(batchesDone.length + batchesCut.length === 0, "no case ran"),
    ...when(stopped === "interrupted", "the campaign was interrupted"),
    ...tooFewCases(report),
    // A shard has only its part of the cases; the merged report judges coverage.
    ...(shard === null
      ? [
          ...withFieldsOfProfile(campaign, [
            ...neverJudged(result.tallies),
            ...unmetCoverage(result, campaign),
            ...tooFewTransitions(report),
            ...tooFewPairs(result, campaign),
          ]),
          ...when(
            stopped !== "time" && enumeration < campaign.cases.enumeration,
            `${enumeration} of ${campaign.cases.enumeration} enumerated cases ran`,
          ),
        ]
      : []),
  ];
}

/** What is missing, and then the fields of the profile: one of them may keep every case from it. */
function withFieldsOfProfile(
  { profile }: Unjudged["campaign"],
  missing: readonly string[],
): readonly string[] {
  const fields = profile === null ? [] : narrowingFields(profile);
  if (missing.length === 0 || fields.length === 0) return missing;
  return [
    ...missing,
    `the profile narrows the cases by ${fields.join(", ")}; ` +
      "widen the field that keeps them from what is missing",
  ];
}

/** Names the time in which the phases that were too short reach their minimum, as far as the rate is known. */
function tooFewCases({ stopped, result, campaign, timing }: Unjudged): string[] {
  if (stopped === null) return [];
  const short = (["random", "sequences"] as const).flatMap((phase) => {
    const required = Math.min(campaign.cases[phase], leastCases[phase]);
    const ran = result.cases[phase];
    return ran < required ? [{ phase, ran, required }] : [];
  });
  const factor = Math.max(...short.map(({ ran, required }) => required / Math.max(ran, 1)));
  // A fifth more, because cases differ.
  const seconds = Math.ceil((factor * 1.2 * timing.elapsedMs) / 1_000);
  const cure = stopped === "time" ? `; a time limit of about ${seconds}s reaches them` : "";
  return short.map(({ phase, ran, required }) => {
    const cases = phase === "random" ? "random case" : "sequence";
    return `it stopped after ${counted(ran, cases)}; at least ${required} are required${cure}`;
  });
}

function when(isTrue: boolean, reason: string): string[] {
  return isTrue ? [reason] : [];
}

function neverJudged(tallies: BatchResult["tallies"]): string[] {
  return Object.entries(tallies)
    .filter(([, tally]) => judgedCases(tally) === 0)
    .map(([name]) => `${name} judged no case`);
}

/** More entries than a person reads are only counted. */
const entriesNamedMax = 5;

function tooFewTransitions({ campaign, result, stopped }: Unjudged): string[] {
  if (campaign.cases.sequences === 0) return [];
  const { sequences } = result.cases;
  const unmet = unmetTransitions(result.transitions, sequences, stopped !== null, campaign);
  const rest = unmet.length - entriesNamedMax;
  return [
    ...unmet.slice(0, entriesNamedMax),
    ...when(
      rest > 0,
      `sequences: ${counted(rest, "more transition or group", "more transitions and groups")} below the minimum`,
    ),
  ];
}

function unmetCoverage({ labels, cases }: BatchResult, campaign: Support): string[] {
  return reachable(Object.keys(requiredShares), campaign).flatMap((label) => {
    const count = labels[label] ?? 0;
    const required = minimumOf(label, campaign);
    return when(
      !isShareMet(count, cases.random, required),
      `coverage: ${label}: ${count} of ${counted(cases.random, "random case")}; ` +
        `at least ${percent(required)} are required`,
    );
  });
}
