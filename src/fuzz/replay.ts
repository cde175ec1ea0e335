/**
 * Runs the saved scenario of a counterexample several times, and compares the failed checks with the one that
 * failed then.
 */
import type { Counterexample } from "./counterexample.ts";
import { failedChecks, fingerprintOf, isExplainedBy } from "./fingerprint.ts";
import { judgeCase } from "./judge-case.ts";
import type { Property } from "../../properties/property.ts";
import type { Target } from "../simulation/target.ts";
import { describeOutside } from "../profile/fit-scenario.ts";
import { describeUnsupported } from "../simulation/unsupported-parts.ts";

/** The answer to the replay of a counterexample, by its `kind`. */
export type Replay =
  | {
      /** The saved check fails in every attempt. */
      readonly kind: "still-fails";
    }
  | {
      /** The saved check was judged, and passes in every attempt. */
      readonly kind: "fixed";
    }
  | {
      /** It fails in some attempts only, or it was saved as flaky and does not fail in every attempt now. */
      readonly kind: "flaky";
      /** How many attempts failed the saved check. */
      readonly failures: number;
      /** How many attempts were made. */
      readonly attempts: number;
      /** The other checks that failed, as `property/check`. */
      readonly failed: readonly string[];
    }
  | {
      /** Other checks fail, and the saved one does not. */
      readonly kind: "fails-differently";
      /** These checks, as `property/check`. */
      readonly failed: readonly string[];
    }
  | {
      /** The saved check cannot fail on this target. */
      readonly kind: "not-observable";
      /** Why, for a reader. */
      readonly message: string;
    }
  | {
      /** Nothing was judged. */
      readonly kind: "errored";
      /** `property`: it cannot judge this target, or no longer exists. */
      readonly cause: "property" | "target";
      /** What has to change, for a reader. */
      readonly message: string;
    };

/** A failure that was saved as flaky is rare, so it gets more attempts. */
export const attemptsOf = { steady: 5, flaky: 20 } as const;

export async function replay(
  counterexample: Counterexample,
  target: Target,
  properties: readonly Property[],
): Promise<Replay> {
  const { property, check, scenario } = counterexample;
  const at = properties.findIndex(({ name }) => name === property);
  const unknown =
    at === -1
      ? `property ${property}`
      : properties[at]?.checks.includes(check) === false && `check ${check} of ${property}`;
  if (unknown !== false) {
    const message = `there is no ${unknown} today`;
    return { kind: "errored", cause: "property", message };
  }
  const message = describeUnsupported(target, scenario) ?? describeOutside(target, scenario);
  if (message !== null) return { kind: "not-observable", message };
  const wasFlaky = counterexample.flaky !== undefined;
  const attempts = attemptsOf[wasFlaky ? "flaky" : "steady"];
  const answers: Replay[] = [];
  while (answers.length < attempts) {
    answers.push(await attempt(counterexample, target, properties, at));
  }
  const failed = [
    ...new Set(answers.flatMap((answer) => ("failed" in answer ? answer.failed : []))),
  ];
  const failures = answers.filter(({ kind }) => kind === "still-fails").length;
  const isFlaky = failures < attempts && (failures > 0 || wasFlaky);
  if (isFlaky) return { kind: "flaky", failures, attempts, failed };
  if (failures === 0 && failed.length > 0) return { kind: "fails-differently", failed };
  // `fixed` needs every attempt.
  return answers.find(({ kind }) => kind !== "fixed") ?? { kind: "fixed" };
}

/** `at` is the index of its property. */
async function attempt(
  counterexample: Counterexample,
  target: Target,
  properties: readonly Property[],
  at: number,
): Promise<Replay> {
  const { scenario } = counterexample;
  const { verdicts, targetError, observed } = await judgeCase(scenario, target, properties);
  const failed = failedChecks(verdicts, properties);
  if (failed.some((found) => isExplainedBy(found, counterexample))) return { kind: "still-fails" };
  if (failed.length > 0) return { kind: "fails-differently", failed: failed.map(fingerprintOf) };
  if (targetError !== null) {
    return { kind: "errored", cause: "target", message: targetError.message };
  }
  const verdict = verdicts[at];
  if (verdict?.kind === "pass") return { kind: "fixed" };
  const { runs, reported } = observed.observation;
  const isHidden = !reported.has("results") && runs.some(({ mode }) => mode === "dry_run");
  const reason = verdict?.kind === "discarded" ? `: ${verdict.reason}` : "";
  return {
    kind: "not-observable",
    message: isHidden
      ? "a dry run of a target that does not report its results"
      : `the check cannot fail on it${reason}`,
  };
}
