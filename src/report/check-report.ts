/** The report of `target check`: one line per attempt, and what is missing. */
import { counted } from "../domain/counted.ts";
import { describeMissing, type SkippedProperty } from "../fuzz/skipped-property.ts";
import { describeSkippedCheck, type SkippedCheck } from "../fuzz/where-checks-fail.ts";
import { printable } from "../domain/printable-text.ts";
import type { CheckedStep } from "../smoke/check-target.ts";

export type CheckReport = {
  readonly name: string;
  readonly reports: readonly string[];
  readonly steps: readonly CheckedStep[];
  readonly skippedProperties: readonly SkippedProperty[];
  readonly skippedChecks: readonly SkippedCheck[];
};

export function renderCheck(report: CheckReport): string {
  const { name, reports, steps, skippedProperties, skippedChecks } = report;
  const faults = steps.filter(({ verdict }) => verdict !== "ok").length;
  const lines = [
    `${printable(name)}: starts and speaks the protocol`,
    `reports: ${reports.length === 0 ? "nothing; it is judged by its port calls only" : reports.join(", ")}`,
    ...skippedProperties.map(
      (skipped) => `  ${skipped.name} is skipped: ${describeMissing(skipped.missing)}`,
    ),
    ...skippedChecks.map((skipped) => `  ${describeSkippedCheck(skipped)}`),
    "",
    ...steps.map(({ title, verdict, detail }) => row(title, words[verdict], detail)),
    "",
    faults === 0
      ? "CONFORMS: `fuzz --target` can judge it"
      : `DOES NOT CONFORM: ${counted(faults, "fault")} above`,
  ];
  return `${lines.join("\n")}\n`;
}

const words = { ok: "ok", missing: "MISSING", "forbidden-call": "FAIL" } as const;

function row(title: string, word: string, detail: string): string {
  const lines = detail.split("\n").map(printable);
  return `${title.padEnd(34)}${word.padEnd(9)}${lines.join(`\n${" ".repeat(43)}`)}`;
}
