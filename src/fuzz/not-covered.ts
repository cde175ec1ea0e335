/** What a campaign cannot have seen of its target. A reader of PASS may not rely on it. */
import { allProperties } from "../../properties/all.ts";
import { idsOf, type Rule } from "../../properties/rules/rule.ts";
import { rulesNotJudged } from "../../properties/rules/within-profile.ts";
import { counted } from "../domain/counted.ts";
import { notSimulated } from "../simulation/not-simulated.ts";
import { increment } from "./batch-result.ts";
import type { CampaignReport } from "./campaign-report.ts";
import { reachable } from "./support.ts";
import { requiredShares } from "./coverage.ts";
import { hasQueries } from "./order-queries.ts";
import { unseenPairs } from "./pair-minimums.ts";
import { describeSkipped } from "./skipped-property.ts";
import { requiredEntries } from "./transition-coverage.ts";
import { unseenTransitions } from "./transition-minimums.ts";

const noClock = "replies that never come: the target has no time-out of its own";

const noConditionalOrders = "conditional orders: the target does not declare them";
const noInstances = "two instances at once: the target does not declare them";
const noQueries = "queries for one order: the target does not declare them";
const noQueriesOnWire =
  "queries for one order: the bot made none in a random case that is no sequence";

type Campaign = Pick<CampaignReport, "campaign" | "result">;

/** One line each, the most important first; what no campaign sees comes last. */
export function listNotCovered({ campaign, result }: Campaign): string[] {
  return [
    ...skippedProperties(campaign),
    ...notSelected(campaign),
    ...noSequences(campaign, result),
    ...regressionsOfTarget(campaign),
    ...(campaign.hasReplyTimeout ? [] : [noClock]),
    ...(campaign.supportsConditionalOrders ? [] : [noConditionalOrders]),
    ...(campaign.supportsInstances ? [] : [noInstances]),
    ...withoutQueries(campaign, result),
    ...checksThatCannotFail(campaign),
    ...linesAboutProfile(campaign),
    ...labelsNotReached(campaign, result),
    ...pairsNotReached(campaign, result),
    ...transitionsNotReached(campaign, result),
    ...notSimulated.map((part) => `not simulated: ${part}`),
  ];
}

function withoutQueries(
  { usesQueries, isOnWire }: Campaign["campaign"],
  result: Campaign["result"],
) {
  if (!usesQueries) return [noQueries];
  return isOnWire === true && !hasQueries(result) ? [noQueriesOnWire] : [];
}

const isAboutMoney: ReadonlySet<string> = new Set(
  allProperties.filter(({ severity }) => severity === "money").map(({ name }) => name),
);

/** By what the target is missing. A line with a property that is about money comes before one without. */
function skippedProperties({ skippedProperties: skipped }: Campaign["campaign"]): string[] {
  const counts: Record<string, number> = {};
  const ordered = skipped.toSorted(
    (left, right) => Number(isAboutMoney.has(right.name)) - Number(isAboutMoney.has(left.name)),
  );
  for (const one of ordered) increment(counts, describeSkipped(one));
  return Object.entries(counts).map(
    ([reason, count]) => `${counted(count, "property", "properties")}: ${reason}`,
  );
}

/** The number of properties that the options of the campaign did not select. */
export function countNotSelected({ properties, skippedProperties: skipped }: Campaign["campaign"]) {
  const named = new Set([...properties, ...skipped].map(({ name }) => name));
  return allProperties.filter(({ name }) => !named.has(name)).length;
}

function notSelected(campaign: Campaign["campaign"]): string[] {
  const count = countNotSelected(campaign);
  return count === 0
    ? []
    : [`${counted(count, "property", "properties")}: the campaign did not select them`];
}

function noSequences(
  { supportsSequences }: Campaign["campaign"],
  { cases }: Campaign["result"],
): string[] {
  if (!supportsSequences) return ["sequences: the target is judged on single runs"];
  return cases.sequences === 0 ? ["sequences: none ran"] : [];
}

function checksThatCannotFail({ skippedChecks }: Campaign["campaign"]): string[] {
  return skippedChecks.length === 0
    ? []
    : [`${counted(skippedChecks.length, "check")}: the target cannot fail them`];
}

function regressionsOfTarget({ skippedRegressions: { target } }: Campaign["campaign"]): string[] {
  const theirs = target === 1 ? "its scenario" : "their scenarios";
  return target === 0 ? [] : [`${counted(target, "regression")}: the target cannot have ${theirs}`];
}

function regressionsOfProfile({ skippedRegressions }: Campaign["campaign"]): string[] {
  const { profile } = skippedRegressions;
  const theirs = profile === 1 ? "its scenario is" : "their scenarios are";
  return profile === 0
    ? []
    : [`${counted(profile, "regression")}: ${theirs} outside the profile of the bot`];
}

/** What is not judged because of the profile. */
export function linesAboutProfile(campaign: Campaign["campaign"]): string[] {
  return [...outsideProfile(campaign), ...regressionsOfProfile(campaign)];
}

/** The rules by the reason for which they are not judged. */
function outsideProfile({ profile }: Campaign["campaign"]): string[] {
  if (profile === null) return [];
  const byReason = new Map<string, Rule[]>();
  for (const { rule, reason } of rulesNotJudged(profile)) {
    byReason.set(reason, [...(byReason.get(reason) ?? []), rule]);
  }
  return [...byReason].map(([reason, rules]) => {
    const ids = idsOf(rules).join(", ");
    return `${rules.length === 1 ? "rule" : "rules"} ${ids}: ${reason}`;
  });
}

const namesShown = 3;

function labelsNotReached(
  campaign: Campaign["campaign"],
  { labels }: Campaign["result"],
): string[] {
  const required = reachable(Object.keys(requiredShares), campaign);
  const names = required.filter((label) => (labels[label] ?? 0) === 0);
  return names.length === 0 ? [] : [`${counted(names.length, "label")}: ${firstOf(names)}`];
}

function firstOf(names: readonly string[]): string {
  const rest = names.length - namesShown;
  const shown = names.slice(0, namesShown).join("; ");
  return `${shown}${rest > 0 ? `; and ${rest} more` : ""}`;
}

function pairsNotReached(campaign: Campaign["campaign"], { pairs }: Campaign["result"]): string[] {
  const names = unseenPairs(pairs, campaign);
  return names.length === 0
    ? []
    : [`${counted(names.length, "pair")} of theme and fault: ${firstOf(names)}`];
}

function transitionsNotReached(
  campaign: Campaign["campaign"],
  { transitions, cases }: Campaign["result"],
): string[] {
  const { length } = reachable(unseenTransitions(transitions), campaign);
  const all = reachable([...requiredEntries.keys()], campaign).length;
  return cases.sequences === 0 || length === 0
    ? []
    : [`${length} of ${counted(all, "transition")} of sequences`];
}
