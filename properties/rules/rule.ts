/** A rule: a numbered sentence of what is judged. */
import type { PositionMode } from "../../src/domain/position.ts";
import type { BotProfile, LimitName } from "../../src/profile/bot-profile.ts";
import type { MismatchType } from "../../src/domain/mismatch.ts";

/** What a bot must have, by its profile, for a rule to be judged. */
export type RuleNeeds = {
  readonly limit?: LimitName;
  readonly remediation?: "cancel" | "flatten";
  readonly positionMode?: PositionMode;
};

export type Rule = {
  /** From 1, in the order in which a run meets the rules. */
  readonly number: number;
  /** `safety`: for every bot. `policy`: for a bot that has what the rule is about. */
  readonly kind: "safety" | "policy";
  /** One or two sentences. */
  readonly text: string;
  /** The same for a bot that has gates of its own; absent: the text holds for it too. */
  readonly textOfOwnGates?: string;
  /** The checks that fail where the rule is broken, by the name of their property. */
  readonly checks: Readonly<Record<string, readonly string[]>>;
  /** A type of mismatch: where a check has it in its variant, the failure is about this rule. Absent: any variant. */
  readonly mismatch?: MismatchType;
  /** Absent: nothing. */
  readonly needs?: RuleNeeds;
};

export type RuleSection = { readonly title: string; readonly rules: readonly Rule[] };

/** Such as `R1`. */
export function idsOf(rules: readonly Rule[]): string[] {
  return rules.map(({ number }) => `R${number}`);
}

/** Whether a failure of the check is one against the rule. */
export function isAbout(
  { checks, mismatch }: Rule,
  failed: { readonly property: string; readonly check: string; readonly variant: string },
): boolean {
  if (checks[failed.property]?.includes(failed.check) !== true) return false;
  return mismatch === undefined || failed.variant.includes(mismatch);
}

/** The rule in the words that fit a bot of the profile. */
export function wordedFor(profile: BotProfile | undefined, rule: Rule): Rule {
  const { textOfOwnGates: text } = rule;
  return profile?.gates === undefined || text === undefined ? rule : { ...rule, text };
}

type Unnumbered = Omit<Rule, "number">;

export const safety = (
  text: string,
  checks: Rule["checks"],
  about: Pick<Rule, "mismatch" | "needs" | "textOfOwnGates"> = {},
): Unnumbered => ({ kind: "safety", text, checks, ...about });

export const policy = (
  text: string,
  checks: Rule["checks"],
  about: Pick<Rule, "mismatch" | "needs"> = {},
): Unnumbered => ({ kind: "policy", text, checks, ...about });

/** Numbers the rules of all sections, from 1. */
export function numbered(
  sections: readonly { readonly title: string; readonly rules: readonly Unnumbered[] }[],
): readonly RuleSection[] {
  let number = 0;
  return sections.map(({ title, rules }) => ({
    title,
    rules: rules.map((rule) => ({ number: (number += 1), ...rule })),
  }));
}
