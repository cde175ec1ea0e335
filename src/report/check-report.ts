/** The report of `target check`: one line per attempt, and what is missing. */
import { counted } from "../domain/counted.ts";
import { describeSkipped, type SkippedProperty } from "../fuzz/skipped-property.ts";
import { describeSkippedCheck, type SkippedCheck } from "../fuzz/where-checks-fail.ts";
import { idsOf, type Rule } from "../../properties/rules/rule.ts";
import { printable } from "../domain/printable-text.ts";
import type { Verdict } from "../domain/verdict.ts";
import type { RulesReport } from "../fuzz/check-rules.ts";
import { limitNames, type BotProfile } from "../profile/bot-profile.ts";
import { profileFile } from "../profile/read-profile.ts";
import { checkNameOf, type FailedCheck } from "../fuzz/fingerprint.ts";
import { renderViolation } from "./counterexample-report.ts";
import type { CheckedStep } from "../smoke/check-target.ts";
import { renderDocument, renderVerdict } from "./verdict.ts";

export type CheckReport = {
  readonly name: string;
  /** Whether it is judged by its requests. */
  readonly isOnWire: boolean;
  readonly reports: readonly string[];
  readonly steps: readonly CheckedStep[];
  readonly skippedProperties: readonly SkippedProperty[];
  readonly skippedChecks: readonly SkippedCheck[];
  /** Null where the target does not conform: it is not judged then. */
  readonly rules: RulesReport | null;
  /** A profile without the policy rules that are broken; null where none is. */
  readonly suggested: BotProfile | null;
};

/** A forbidden port call or a broken rule is a failure. A target that does not conform is not judged. */
export function verdictOf({ steps, rules }: CheckReport): Verdict {
  const verdicts = steps.map(({ verdict }) => verdict);
  if (verdicts.includes("forbidden-call") || (rules?.broken.length ?? 0) > 0) return "fail";
  return verdicts.every((verdict) => verdict === "ok") ? "pass" : "inconclusive";
}

/** The verdict, the attempts that went wrong, and the rules that are broken. */
export function renderCheckQuietly(report: CheckReport): string {
  const faulty = report.steps.filter(({ verdict }) => verdict !== "ok");
  const broken = report.rules?.broken ?? [];
  const names = [
    ...faulty.map(({ title, detail }) => `${title}: ${detail}`),
    ...broken.map(({ failed, rules }) => describeBroken(failed, rules)),
  ];
  const conforms = faulty.length === 0 ? "it conforms" : "it does not conform";
  const judged = broken.length === 0 ? "no scenario showed a broken rule" : "it breaks rules";
  const sentence = report.rules === null ? conforms : `${conforms}; ${judged}`;
  return renderVerdict(verdictOf(report), sentence, names);
}

function describeBroken(failed: FailedCheck, rules: readonly Rule[]): string {
  return `${idsOf(rules).join(" or ")}  (${checkNameOf(failed)})`;
}

/** `lists`: with a line for each property and check that the target is not judged by. */
export function renderCheck(report: CheckReport, lists: boolean): string {
  const { name, isOnWire, reports, steps } = report;
  const faults = steps.filter(({ verdict }) => verdict !== "ok").length;
  const lines = [
    `${printable(name)}: ${isOnWire ? "starts and sends requests" : "starts and speaks the protocol"}`,
    `reports: ${reports.length === 0 ? "nothing; it is judged by its port calls only" : reports.join(", ")}`,
    ...(lists ? listSkipped(report) : countSkipped(report)),
    "",
    ...steps.map(({ title, verdict, detail }) => row(title, words[verdict], detail)),
    "",
    faults === 0
      ? `CONFORMS: \`fuzz --${isOnWire ? "wire" : "target"}\` can judge it`
      : `DOES NOT CONFORM: ${counted(faults, "fault")} above`,
    ...(report.rules === null ? [] : renderRules(report.rules)),
    ...renderSuggested(report.suggested),
  ];
  return `${lines.join("\n")}\n`;
}

function listSkipped({ skippedProperties, skippedChecks }: CheckReport): string[] {
  return [
    ...skippedProperties.map(
      (skipped) => `  ${skipped.name} is skipped: ${describeSkipped(skipped)}`,
    ),
    ...skippedChecks.map((skipped) => `  ${describeSkippedCheck(skipped)}`),
  ];
}

function countSkipped({ skippedProperties, skippedChecks }: CheckReport): string[] {
  if (skippedProperties.length + skippedChecks.length === 0) return [];
  const properties = counted(skippedProperties.length, "property", "properties");
  const checks = counted(skippedChecks.length, "check");
  return [`  ${properties} skipped, and ${checks} of others cannot fail; --verbose lists them`];
}

/** The same for a program: rules by their numbers. */
export function renderCheckJson(report: CheckReport): string {
  return renderDocument("target-check", verdictOf(report), checkAsJson(report));
}

function checkAsJson({ rules, ...report }: CheckReport): object {
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
      `BREAKS ${describeBroken(failed, rules)}`,
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
    "Where a broken policy rule is none of this bot, name that in a profile. Read it before you trust it:",
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
