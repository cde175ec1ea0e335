/** What a command answers, and which answer is worse. */
import * as z from "zod";

const worstFirst = ["bad-input", "fail", "inconclusive", "pass"] as const;

/** The words of the exit codes 2, 1, 3 and 0. */
export type AnyVerdict = (typeof worstFirst)[number];

/** The words of the exit codes 1, 3 and 0. */
export const verdictSchema = z.enum(["pass", "fail", "inconclusive"]);
export type Verdict = z.infer<typeof verdictSchema>;

/** Sorts the worst first. */
export function byVerdict(left: AnyVerdict, right: AnyVerdict): number {
  return worstFirst.indexOf(left) - worstFirst.indexOf(right);
}

/** A failure is not hidden by what was not judged. Nothing at all is inconclusive. */
export function worstOf<One extends AnyVerdict>(verdicts: readonly One[]): One | "inconclusive" {
  return verdicts.toSorted(byVerdict)[0] ?? "inconclusive";
}
