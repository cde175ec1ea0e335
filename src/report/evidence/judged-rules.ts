/** What a campaign shows of each rule. A rule whose checks judged no case is not judged, and never passed. */
import { knownProperties } from "../../../properties/wire/all.ts";
import { ruleSections } from "../../../properties/rules/all.ts";
import { idsOf, isAbout, wordedFor, type Rule } from "../../../properties/rules/rule.ts";
import { rulesNotJudged, safetyLeftOut } from "../../../properties/rules/within-profile.ts";
import { blockReasonSchema } from "../../domain/run-report.ts";
import { judgedCases, reportedFailures } from "../../fuzz/batch-result.ts";
import type { CampaignReport } from "../../fuzz/campaign-report.ts";
import { failedFingerprints } from "../../fuzz/campaign-verdict.ts";
import { requiredShares } from "../../fuzz/coverage.ts";
import { checkNameOf } from "../../fuzz/fingerprint.ts";
import { describeSkipped } from "../../fuzz/skipped-property.ts";
import { reachable } from "../../fuzz/support.ts";
import type { JudgedRule } from "./evidence.ts";

type Campaign = Pick<CampaignReport, "campaign" | "result">;
type Judging = JudgedRule["judgedBy"][number];

/** Each rule, in order; without the figures of a strength report. */
export function judgedRules(report: Campaign): Omit<JudgedRule, "plantedBugs">[] {
  const profile = report.campaign.profile ?? undefined;
  const outside = profile === undefined ? [] : rulesNotJudged(profile);
  const cut = profile === undefined ? [] : safetyLeftOut(profile);
  const failed = failuresOf(report);
  return ruleSections.flatMap(({ title, rules }) =>
    rules.map((rule) => {
      const judgedBy = Object.entries(rule.checks).map(([name, checks]) =>
        judgingOf(name, checks, report),
      );
      const failures = failed.filter((one) => isAbout(rule, one));
      const reason =
        outside.find((one) => one.rule === rule)?.reason ??
        whyNotJudged(judgedBy) ??
        whyNeverMet(rule, title, report);
      const cases = judgedBy.reduce((sum, one) => sum + one.cases, 0);
      const leftOut = cut.find((one) => one.rule === rule);
      const isFailed = failures.length > 0;
      return {
        rule: `R${rule.number}`,
        kind: rule.kind,
        text: wordedFor(profile, rule).text,
        verdict: isFailed ? "fail" : reason === null ? "pass" : "not-judged",
        reason: isFailed ? null : reason,
        cases: isFailed || reason === null ? cases : 0,
        judgedBy,
        failures: failures.map(({ fingerprint }) => fingerprint),
        remarks: [
          ...(isFailed ? sharedWith(rule, failures) : []),
          ...(isFailed || reason === null ? cannotFail(rule, report) : []),
          ...(leftOut === undefined || reason !== null
            ? []
            : [`the profile leaves out a part of it: ${leftOut.reason}`]),
        ],
      };
    }),
  );
}

type Failed = Parameters<typeof isAbout>[1] & { readonly fingerprint: string };

/** Also those that were only counted. */
function failuresOf({ result }: Campaign): Failed[] {
  const reported = reportedFailures(result);
  return failedFingerprints(result).map((fingerprint) => {
    const known = reported.get(fingerprint);
    if (known !== undefined) return { ...known, fingerprint };
    const [, property = "", check = "", variant = ""] =
      /^([^/]+)\/([^ ]+)(?: \((.*)\))?$/.exec(fingerprint) ?? [];
    return { property, check, variant, fingerprint };
  });
}

/** Rules that share a failed check: the check does not show which of them is broken. */
function sharedWith(rule: Rule, failures: readonly Failed[]): string[] {
  const others = ruleSections
    .flatMap(({ rules }) => rules)
    .filter((other) => other !== rule && failures.some((one) => isAbout(other, one)));
  return others.length === 0
    ? []
    : [`a failed check is shared with ${idsOf(others).join(", ")}: one of them is broken at least`];
}

/** A part of the checks may be beyond the target, also where the rule is judged by another one. */
function cannotFail({ checks }: Rule, { campaign }: Campaign): string[] {
  const own = Object.entries(checks).flatMap(([property, some]) =>
    some.map((check) => checkNameOf({ property, check })),
  );
  const skipped = campaign.skippedChecks.filter(({ name }) => own.includes(name));
  return skipped.map(({ name }) => `the target cannot fail ${name}`);
}

function judgingOf(name: string, checks: readonly string[], report: Campaign): Judging {
  const { campaign, result } = report;
  const cases = judgedCases(result.tallies[name]);
  const reason = whyIdle(name, checks, cases, campaign);
  return { property: name, cases: reason === null ? cases : 0, reason };
}

/** Why a property proves nothing about a rule with these checks, or null. */
function whyIdle(
  name: string,
  checks: readonly string[],
  cases: number,
  { properties, skippedProperties, skippedChecks, isOnWire = false }: CampaignReport["campaign"],
): string | null {
  const skipped = skippedProperties.find((one) => one.name === name);
  if (skipped !== undefined) return describeSkipped(skipped);
  if (!properties.some((one) => one.name === name)) {
    const requires = knownProperties.find((one) => one.name === name)?.requires ?? [];
    return requires.includes("wire") && !isOnWire
      ? "it judges only bots on the wire"
      : "the campaign did not select it";
  }
  const canFail = checks.some((check) => {
    const full = checkNameOf({ property: name, check });
    return !skippedChecks.some((one) => one.name === full);
  });
  if (!canFail) return "the target cannot fail its checks";
  return cases === 0 ? "no case met its precondition" : null;
}

/** The reason of the first property, where none of them judged a case. */
function whyNotJudged(judgedBy: readonly Judging[]): string | null {
  if (judgedBy.some(({ reason }) => reason === null)) return null;
  const [first] = judgedBy;
  return first === undefined ? "no property judges it" : `${first.property}: ${first.reason}`;
}

const reasons: ReadonlySet<string> = new Set(blockReasonSchema.options);

/** A property may judge many cases without the mismatch, or the limit, that the rule is about. */
function whyNeverMet(rule: Rule, section: string, { campaign, result }: Campaign): string | null {
  const named = Array.from(rule.text.matchAll(/`([a-z_]+)`/g), ([, word = ""]) => word);
  const ofLimit = section.startsWith("Limits") ? named.filter((word) => reasons.has(word)) : [];
  const labels = rule.mismatch === undefined ? ofLimit : [rule.mismatch];
  const counted = reachable(
    labels.filter((label) => requiredShares[label] !== undefined),
    campaign,
  );
  if (counted.length === 0) return null;
  const wasMet = (label: string) =>
    (result.labels[label] ?? 0) > 0 || result.examples[label] !== undefined;
  return counted.some(wasMet) ? null : `no case had ${counted.join(" or ")}`;
}
