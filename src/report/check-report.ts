/** What `target check` prints: a line a try, and what is missing. */
import { describeMissing } from "../fuzz/skipped-property.ts";
import type { SkippedProperty } from "../fuzz/skipped-property.ts";
import { printable } from "../domain/printable-text.ts";
import type { CheckedStep } from "../smoke/check-target.ts";

export type CheckReport = {
  readonly name: string;
  readonly reports: readonly string[];
  readonly steps: readonly CheckedStep[];
  /** Properties that need what the target does not report. */
  readonly skippedProperties: readonly SkippedProperty[];
  /** What was wrong with its end, or null. */
  readonly endFault: string | null;
};

export function renderCheck({
  name,
  reports,
  steps,
  skippedProperties,
  endFault,
}: CheckReport): string {
  const faults =
    steps.filter(({ verdict }) => verdict !== "ok").length + (endFault === null ? 0 : 1);
  const lines = [
    `${name}: starts and shakes hands`,
    `reports: ${reports.length === 0 ? "nothing; it is judged by its calls alone" : reports.join(", ")}`,
    ...skippedProperties.map(
      (left) => `  ${left.name} will not be judged: ${describeMissing(left.missing)}`,
    ),
    "",
    ...steps.map(({ title, verdict, told }) => row(title, words[verdict], told)),
    row("the end", endFault === null ? "ok" : "LACKS", endFault ?? "it ended when asked"),
    "",
    faults === 0
      ? "CONFORMS: `fuzz --target` can judge it"
      : `DOES NOT CONFORM: ${faults} of the above`,
  ];
  return `${lines.join("\n")}\n`;
}

const words = { ok: "ok", lacks: "LACKS", calls_behind_a_closed_gate: "FAILS" } as const;

function row(title: string, word: string, told: string): string {
  const lines = told.split("\n").map(printable);
  return `${title.padEnd(34)}${word.padEnd(8)}${lines.join(`\n${" ".repeat(42)}`)}`;
}
