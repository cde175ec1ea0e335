/** The report of `audit verify`. */
import type { Finding, TrailVerdict } from "../audit/verify.ts";
import { counted } from "../domain/counted.ts";
import { printable } from "../domain/printable-text.ts";

const verdictSentences = {
  pass: "PASS  every line fits the schema, every attempt has its result, every live call has its attempt",
  fail: "FAIL  the trail is broken",
  inconclusive: "INCONCLUSIVE  no complete line is wrong, but a line or a run was cut short",
} as const;

export function renderTrailVerdict(path: string, verdict: TrailVerdict): string {
  const name = printable(path);
  const describe = (word: string) => (finding: Finding) =>
    `${name}:${finding.line}: ${word}: ${finding.message}`;
  const lines = [
    ...verdict.broken.map(describe("broken")),
    ...verdict.unfinished.map(describe("unfinished")),
    `${counted(verdict.lines, "complete line")}, ${counted(verdict.runs, "run")}, ${counted(verdict.attempts, "attempted live port call")}`,
    verdictSentences[verdict.verdict],
  ];
  return `${lines.join("\n")}\n`;
}
