/** A profile without what a bot likely does not have: the policy rules that it breaks on the fixed scenarios. */
import { idsOf, type Rule } from "../../properties/rules/rule.ts";
import { safetyLeftOut } from "../../properties/rules/within-profile.ts";
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
      const name = nameFor(rules, checkNameOf(failed));
      if (name !== null) without.push({ name, reason: shorten(reason) });
    }
  }
  const has = (name: LimitName) =>
    !limits.has(name) && (current.limits ?? limitNames).includes(name);
  const { config = {} } = current;
  const kept = Object.entries(config).filter(
    ([field]) => !limitNames.some((name) => name === field && limits.has(name)),
  );
  return {
    ...current,
    ...(current.config && { config: Object.fromEntries(kept) }),
    ...(limits.size > 0 && { limits: limitNames.filter(has) }),
    ...(without.length > 0 && { without: keepLastByName(without) }),
  };
}

/** The rule or the check, such that no safety rule is left out with it; null where there is none. */
function nameFor(rules: readonly Rule[], check: string): string | null {
  const [first, ...others] = rules;
  const isAlone = others.length === 0 && Object.keys(first?.checks ?? {}).length === 1;
  const byMismatch = rules.filter(({ mismatch }) => mismatch !== undefined);
  const names = [...(isAlone ? idsOf(rules) : []), check, ...idsOf(byMismatch), ...idsOf(rules)];
  return names.find(isSafe) ?? null;
}

function isSafe(name: string): boolean {
  return safetyLeftOut({ ...wholeProfile, without: [{ name, reason: "none" }] }).length === 0;
}

const reasonMax = 200;

function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > reasonMax ? `${line.slice(0, reasonMax - 1)}…` : line;
}

function keepLastByName<Item extends { readonly name: string }>(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [item.name, item])).values()];
}
