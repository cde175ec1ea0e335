/** Every rule, in the order in which a run meets them. docs/rules.md is written from it. */
import { atACall } from "./at-a-call.ts";
import { beforeACall } from "./before-a-call.ts";
import { onWire } from "./on-wire.ts";
import { records } from "./records.ts";
import { numbered, type Rule } from "./rule.ts";

export const ruleSections = numbered([...beforeACall, ...atACall, ...records, ...onWire]);

export const allRules: readonly Rule[] = ruleSections.flatMap((section) => section.rules);

/** The rules that a property judges, in their order. */
export function rulesOf(property: string): readonly Rule[] {
  return allRules.filter(({ checks }) => checks[property] !== undefined);
}
