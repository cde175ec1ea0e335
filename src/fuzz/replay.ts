/** Runs the saved scenario of a counterexample, and compares the failed checks with the one that failed then. */
import { isSequence } from "../scenario/scenario.ts";
import type { Counterexample } from "./counterexample.ts";
import { judgeCase, violationsOf } from "./judge-case.ts";
import type { Property } from "../../properties/property.ts";
import type { Target } from "../simulation/target.ts";

export type Replay =
  | { readonly kind: "still-fails" }
  /** `judged` is false where the precondition does not hold, so that the check was not judged. */
  | { readonly kind: "fixed"; readonly judged: boolean }
  | { readonly kind: "fails-differently"; readonly failed: readonly string[] }
  | { readonly kind: "not-observable"; readonly message: string }
  | {
      readonly kind: "errored";
      /** `property`: it cannot judge this target, or no longer exists. */
      readonly cause: "property" | "target";
      readonly message: string;
    };

export async function replay(
  counterexample: Counterexample,
  target: Target,
  properties: readonly Property[],
): Promise<Replay> {
  const { property, check, scenario } = counterexample;
  const at = properties.findIndex(({ name }) => name === property);
  if (at === -1) {
    const message = `there is no property ${property} today`;
    return { kind: "errored", cause: "property", message };
  }
  if (target.supportsSequences === false && isSequence(scenario)) {
    return { kind: "not-observable", message: "a sequence, which the target does not support" };
  }
  const judgedCase = await judgeCase(scenario, target, properties);
  const { targetError, observed } = judgedCase;
  const verdict = judgedCase.verdicts[at];
  if (verdict?.kind === "fail" && verdict.check === check) return { kind: "still-fails" };
  const failed = [...violationsOf(judgedCase, properties).keys()];
  if (failed.length > 0) return { kind: "fails-differently", failed };
  if (targetError !== null) {
    return { kind: "errored", cause: "target", message: targetError.message };
  }
  const judged = verdict?.kind === "pass";
  const { runs, reported } = observed.observation;
  const isHidden = !reported.has("results") && runs.some(({ mode }) => mode === "dry_run");
  return !judged && isHidden
    ? { kind: "not-observable", message: "a dry run of a target that does not report its results" }
    : { kind: "fixed", judged };
}
