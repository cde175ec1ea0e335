/** The report of `target check`: one line per attempt, and what is missing. */
import { counted } from "../domain/counted.ts";
import { describeSkipped, type SkippedProperty } from "../fuzz/skipped-property.ts";
import { describeSkippedCheck, type SkippedCheck } from "../fuzz/where-checks-fail.ts";
import { idsOf, type Rule } from "../../properties/rules/rule.ts";
import { printable } from "../domain/printable-text.ts";
import type { RulesReport } from "../fuzz/check-rules.ts";
import { limitNames, type BotProfile } from "../profile/bot-profile.ts";
import { profileFile } from "../profile/read-profile.ts";
import { checkNameOf } from "../fuzz/fingerprint.ts";
import { renderViolation } from "./counterexample-report.ts";
import type { CheckedStep } from "../smoke/check-target.ts";

export type CheckReport = {
  readonly name: string;
  readonly reports: readonly string[];
  readonly steps: readonly CheckedStep[];
  readonly skippedProperties: readonly SkippedProperty[];
  readonly skippedChecks: readonly SkippedCheck[];
  /** Null where the target does not conform: it is not judged then. */
  readonly rules: RulesReport | null;
  /** A profile without the policy rules that are broken; null where none is. */
  readonly suggested: BotProfile | null;
};

export function renderCheck(report: CheckReport): string {
  const { name, reports, steps, skippedProperties, skippedChecks } = report;
  const faults = steps.filter(({ verdict }) => verdict !== "ok").length;
  const lines = [
    `${printable(name)}: starts and speaks the protocol`,
    `reports: ${reports.length === 0 ? "nothing; it is judged by its port calls only" : reports.join(", ")}`,
    ...skippedProperties.map(
      (skipped) => `  ${skipped.name} is skipped: ${describeSkipped(skipped)}`,
    ),
    ...skippedChecks.map((skipped) => `  ${describeSkippedCheck(skipped)}`),
    "",
    ...steps.map(({ title, verdict, detail }) => row(title, words[verdict], detail)),
    "",
    faults === 0
      ? "CONFORMS: `fuzz --target` can judge it"
      : `DOES NOT CONFORM: ${counted(faults, "fault")} above`,
    ...(report.rules === null ? [] : renderRules(report.rules)),
    ...renderSuggested(report.suggested),
  ];
  return `${lines.join("\n")}\n`;
}

/** The same for a program: rules by their numbers. */
export function checkAsJson({ rules, ...report }: CheckReport): object {
  if (rules === null) return { ...report, rules };
  const broken = rules.broken.map(({ failed, rules: some }) => ({ rules: idsOf(some), ...failed }));
  const { kept, notJudged, scenarios } = rules;
  return {
    ...report,
    rules: { scenarios, broken, kept: idsOf(kept), notJudged: idsOf(notJudged) },
  };
}

function renderRules({ broken, kept, notJudged, scenarios }: RulesReport): string[] {
  return [
    "",
    `The rules of docs/rules.md, on ${counted(scenarios, "fixed scenario")}:`,
    ...broken.flatMap(({ failed, rules }) => [
      "",
      `BREAKS ${idsOf(rules).join(" or ")}  (${checkNameOf(failed)})`,
      ...rules.map(({ number, text }) => `  R${number}  ${text}`),
      ...renderViolation(failed.violation),
    ]),
    "",
    `kept        ${numbers(kept)}`,
    `not judged  ${numbers(notJudged)}`,
    broken.length === 0
      ? "No scenario showed a broken rule. A campaign has many more scenarios"
      : `${counted(broken.length, "check")} failed. \`properties NAME\` explains each property`,
  ].map(printable);
}

/** What a bot likely is not. */
function renderSuggested(suggested: BotProfile | null): string[] {
  if (suggested === null) return [];
  const { limits, without = [] } = suggested;
  const missing = limitNames.filter((name) => limits?.includes(name) === false);
  return [
    "",
    "Where a broken policy rule is none of this bot, a profile says so. Read it before you trust it:",
    ...(missing.length === 0 ? [] : [`  limits that it does not have: ${missing.join(", ")}`]),
    ...(without.length === 0 ? [] : [`  without: ${without.map(({ name }) => name).join(", ")}`]),
    `\`--write-profile\` writes it as ${profileFile} next to the bot`,
  ].map(printable);
}

/** Such as `R1, R4–R24`. */
function numbers(rules: readonly Rule[]): string {
  const ranges: { first: number; last: number }[] = [];
  for (const { number } of rules) {
    const range = ranges.at(-1);
    if (range?.last === number - 1) range.last = number;
    else ranges.push({ first: number, last: number });
  }
  const texts = ranges.map(({ first, last }) =>
    first === last ? `R${first}` : `R${first}–R${last}`,
  );
  return texts.length === 0 ? "none" : texts.join(", ");
}

const words = { ok: "ok", missing: "MISSING", "forbidden-call": "FAIL" } as const;

function row(title: string, word: string, detail: string): string {
  const lines = detail.split("\n").map(printable);
  return `${title.padEnd(34)}${word.padEnd(9)}${lines.join(`\n${" ".repeat(43)}`)}`;
}
