/**
 * Replays a counterexample: runs its scenario, as it is written, and compares what breaks with what
 * targetError then. Neither seed nor generator takes part.
 */
import { isSequence } from "../scenario/scenario.ts";
import type { Counterexample } from "./counterexample.ts";
import { judgeCase } from "./judge-case.ts";
import type { Property, Verdict } from "../../properties/property.ts";
import type { Target } from "../simulation/target.ts";

export type Replay =
  | { readonly answer: "still-fails"; readonly verdict: Verdict }
  /** `judged` is false when the premise no longer holds, so that the check was not put to the test. */
  | { readonly answer: "fixed"; readonly judged: boolean }
  | { readonly answer: "fails-differently"; readonly broken: readonly string[] }
  /** The target does not show what the check is about, so nobody can tell whether it still breaks. */
  | { readonly answer: "unseen"; readonly message: string }
  | { readonly answer: "error"; readonly message: string }
  | { readonly answer: "target-broke"; readonly message: string };

export async function replay(
  counterexample: Counterexample,
  target: Target,
  properties: readonly Property[],
): Promise<Replay> {
  const { property, check, scenario } = counterexample;
  const at = properties.findIndex(({ name }) => name === property);
  if (at === -1) return { answer: "error", message: `there is no property ${property} today` };
  if (target.supportsSequences === false && isSequence(scenario)) {
    return { answer: "unseen", message: "a sequence, which the target does not support" };
  }
  const { verdicts, targetError, observed } = await judgeCase(scenario, target, properties);
  const verdict = verdicts[at];
  if (verdict?.kind === "fail" && verdict.check === check) {
    return { answer: "still-fails", verdict };
  }
  const broken = verdicts.flatMap((other, index) =>
    other.kind === "fail" ? [`${properties[index]?.name}/${other.check}`] : [],
  );
  if (broken.length > 0) return { answer: "fails-differently", broken };
  if (targetError !== null) return { answer: "target-broke", message: targetError };
  const judged = verdict?.kind === "pass";
  const { runs, reported } = observed.observation;
  const isHidden = !reported.has("results") && runs.some(({ mode }) => mode === "dry_run");
  return !judged && isHidden
    ? { answer: "unseen", message: "a dry run of a target that does not report its results" }
    : { answer: "fixed", judged };
}
