/** The rules that are not judged because of a profile, and the checks that it leaves out. */
import type { BotProfile } from "../../src/profile/bot-profile.ts";
import { canRemediate, hasLimit, hasMode } from "../../src/profile/has-part.ts";
import { discarded, firstVerdict } from "../property.ts";
import type { Failure, Property, Verdict } from "../property.ts";
import { allRules, rulesOf } from "./all.ts";
import { figuresOfRunEvent } from "./records.ts";
import { isAbout, type Rule } from "./rule.ts";

type LeftOut = NonNullable<BotProfile["without"]>[number];

/** The checks that need `audit/append`: what an audit file does not show that is read after each run. */
const notInFile = [
  ["call-without-attempt", "its audit file is read after the run, and not at each call"],
  ["call-after-rejected-event", "nothing rejects an event of its audit file"],
  ["run-event-not-tried", "nothing rejects an event of its audit file"],
  ["unreported-audit-failure", "nothing rejects an event of its audit file"],
  ["event-while-audit-is-off", "nothing disables its audit file"],
  ["event-after-crash", "its audit file is read after the crash"],
  ...["wrong-run-event", ...figuresOfRunEvent].map(
    (check) => [check, "its audit file has no figures of a run"] as const,
  ),
] as const;

const leftOutByFile: readonly LeftOut[] = notInFile.map(([check, reason]) => ({
  name: `audit-equals-effects/${check}`,
  reason,
}));

function leftOutBy({ without = [], audit }: BotProfile): readonly LeftOut[] {
  return audit === undefined ? without : [...without, ...leftOutByFile];
}

/** What the profile misses for the rule, in words, or null. */
function missingFor({ needs = {} }: Rule, profile: BotProfile): string | null {
  const { limit, remediation, positionMode } = needs;
  if (limit !== undefined && !hasLimit(profile, limit)) return `the limit ${limit}`;
  if (remediation !== undefined && !canRemediate(profile, remediation)) {
    return `an action that ${remediation === "cancel" ? "cancels" : "flattens"}`;
  }
  if (positionMode === undefined || hasMode(profile, positionMode)) return null;
  return `the position mode ${positionMode}`;
}

/** Why no check of the property is judged, or null. */
export function whyNotJudged({ name }: Property, profile: BotProfile): string | null {
  const left = profile.without?.find((entry) => entry.name === name);
  if (left !== undefined) return `the profile leaves it out: ${left.reason}`;
  const missing = rulesOf(name).map((rule) => missingFor(rule, profile));
  const [first = null] = missing;
  return missing.every((part) => part !== null) && first !== null
    ? `the profile does not have ${first}`
    : null;
}

export type UnjudgedRule = { readonly rule: Rule; readonly reason: string };

/** In their order; `reason` is a phrase. */
export function rulesNotJudged(profile: BotProfile): readonly UnjudgedRule[] {
  return allRules.flatMap((rule) => {
    const missing = missingFor(rule, profile);
    if (missing !== null) return [{ rule, reason: `the profile does not have ${missing}` }];
    const reason = whyLeftOut(rule, profile);
    return reason === null ? [] : [{ rule, reason }];
  });
}

/** The safety rules of which `without` leaves out a check, or all of them. */
export function safetyLeftOut(profile: BotProfile): readonly UnjudgedRule[] {
  const without = leftOutBy(profile);
  return allRules.flatMap((rule) => {
    if (rule.kind !== "safety" || missingFor(rule, profile) !== null) return [];
    const entry = without.find((one) => judgingOf(rule).some((judged) => isNamed(one, judged)));
    return entry === undefined ? [] : [{ rule, reason: entry.reason }];
  });
}

/** The reason of an entry, where every check of the rule is left out; rules may share a check. */
function whyLeftOut(rule: Rule, profile: BotProfile): string | null {
  const without = leftOutBy(profile);
  const reasons = judgingOf(rule).map(
    (judged) => without.find((entry) => isNamed(entry, judged))?.reason,
  );
  const named = without.find(({ name }) => name === `R${rule.number}`);
  if (named !== undefined) return named.reason;
  return reasons.includes(undefined) ? null : (reasons[0] ?? null);
}

/** The failures that are about the rule. */
function judgingOf({ checks, mismatch }: Rule): Parameters<typeof isAbout>[1][] {
  const variant: string = mismatch ?? "";
  return Object.entries(checks).flatMap(([property, some]) =>
    some.map((check) => ({ property, check, variant })),
  );
}

/** The first failure that the profile does not leave out. A case with none but those is discarded. */
export function judgedWithin(
  profile: BotProfile | undefined,
  property: string,
  judge: (failures: Failure[]) => Verdict,
): Verdict {
  if (profile === undefined) return firstVerdict(judge);
  const failures: Failure[] = [];
  const verdict = judge(failures);
  if (verdict.kind === "fail") failures.push(verdict);
  const [first] = failures;
  if (first === undefined) return verdict;
  const without = leftOutBy(profile);
  const leftOut = ({ check, variant }: Failure) =>
    without.find((entry) => isNamed(entry, { property, check, variant }));
  const counted = failures.find((failure) => leftOut(failure) === undefined);
  return counted ?? discarded(`the profile leaves out ${leftOut(first)?.name}`);
}

function isNamed({ name }: LeftOut, failed: Parameters<typeof isAbout>[1]): boolean {
  if (name === failed.property || name === `${failed.property}/${failed.check}`) return true;
  const rule = allRules.find(({ number }) => name === `R${number}`);
  return rule !== undefined && isAbout(rule, failed);
}

/** The names that name nothing. */
export function unknownNames(profile: BotProfile, properties: readonly Property[]): string[] {
  const isKnown = ({ name }: LeftOut) =>
    allRules.some(({ number }) => name === `R${number}`) ||
    properties.some(
      (property) =>
        name === property.name ||
        property.checks.some((check) => name === `${property.name}/${check}`),
    );
  return (profile.without ?? []).filter((entry) => !isKnown(entry)).map(({ name }) => name);
}
