/** What `audit verify` prints. */
import type { Finding, TrailVerdict } from "../audit/verify.ts";
import { printable } from "../domain/printable-text.ts";

const verdictSentences = {
  pass: "The trail holds: every line fits, every attempt has its result, every live call is covered.",
  fail: "THE TRAIL IS BROKEN.",
  inconclusive: "INCONCLUSIVE: what is there holds, and something was cut short.",
} as const;

export function renderTrailVerdict(path: string, verdict: TrailVerdict): string {
  const name = printable(path);
  const describe = (word: string) => (finding: Finding) =>
    `${name}:${finding.line}: ${word}: ${finding.message}`;
  const lines = [
    ...verdict.broken.map(describe("broken")),
    ...verdict.unfinished.map(describe("unfinished")),
    `${verdict.lines} complete lines, ${verdict.runs} runs, ${verdict.attempts} live port calls attempted.`,
    verdictSentences[verdict.verdict],
  ];
  return `${lines.join("\n")}\n`;
}
