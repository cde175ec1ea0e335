/** A profile without what a bot likely does not have: the policy rules that it breaks on the fixed scenarios. */
import type { Rule } from "../../properties/rules/rule.ts";
import {
  limitNames,
  wholeProfile,
  type BotProfile,
  type LimitName,
} from "../profile/bot-profile.ts";
import { checkNameOf } from "./fingerprint.ts";
import type { RulesReport } from "./check-rules.ts";

/** Null where no policy rule is broken. A broken safety rule stays: it has to be repaired. */
export function suggestProfile(
  { broken }: Pick<RulesReport, "broken">,
  current: BotProfile = wholeProfile,
): BotProfile | null {
  // A check with a safety rule may have failed because of it.
  const suspected = broken.filter(({ rules }) => rules.every(({ kind }) => kind === "policy"));
  if (suspected.length === 0) return null;
  const limits = new Set<LimitName>();
  const without: NonNullable<BotProfile["without"]>[number][] = [...(current.without ?? [])];
  for (const { failed, rules } of suspected) {
    const own = rules.flatMap((rule) => rule.needs?.limit ?? []);
    if (own.length === rules.length) for (const limit of own) limits.add(limit);
    else {
      const { expected, actual } = failed.violation;
      const reason = `in target check: expected ${expected}; ${actual}`;
      without.push({ name: nameFor(rules, checkNameOf(failed)), reason: short(reason) });
    }
  }
  const has = (name: LimitName) =>
    !limits.has(name) && (current.limits ?? limitNames).includes(name);
  return {
    ...current,
    ...(limits.size > 0 && { limits: limitNames.filter(has) }),
    ...(without.length > 0 && { without: each(without) }),
  };
}

/** The rule where there is one, else the check. */
function nameFor([first, ...others]: readonly Rule[], check: string): string {
  return first !== undefined && others.length === 0 && Object.keys(first.checks).length === 1
    ? `R${first.number}`
    : check;
}

const reasonMax = 200;

function short(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > reasonMax ? `${line.slice(0, reasonMax - 1)}…` : line;
}

function each<Item extends { readonly name: string }>(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [item.name, item])).values()];
}
