/** A rule: a numbered sentence of what is judged. */

export type Rule = {
  /** From 1, in the order in which a run meets the rules. */
  readonly number: number;
  /** `safety`: for every bot. `policy`: for a bot that has what the rule is about. */
  readonly kind: "safety" | "policy";
  /** One or two sentences. */
  readonly text: string;
  /** The checks that fail where the rule is broken, by the name of their property. */
  readonly checks: Readonly<Record<string, readonly string[]>>;
};

export type RuleSection = { readonly title: string; readonly rules: readonly Rule[] };

type Unnumbered = Omit<Rule, "number">;

export const safety = (text: string, checks: Rule["checks"]): Unnumbered => {
  return { kind: "safety", text, checks };
};
export const policy = (text: string, checks: Rule["checks"]): Unnumbered => {
  return { kind: "policy", text, checks };
};

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
