/** Runs a scenario that a person wrote several times, and judges each run by every property. */
import type { Property } from "../../properties/property.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { stepsWithoutEffect } from "../simulation/steps-without-effect.ts";
import type { Target } from "../simulation/target.ts";
import { describeOutside } from "../profile/fit-scenario.ts";
import { describeUnsupported } from "../simulation/unsupported-parts.ts";
import { failedChecks, fingerprintOf, type FailedCheck } from "./fingerprint.ts";
import { judgeCase } from "./judge-case.ts";
import { attemptsOf } from "./replay.ts";

export type ScenarioAnswer = {
  readonly verdict:
    /** `judged`: by how many properties; the others found nothing to judge. */
    | { readonly kind: "passes"; readonly judged: number }
    /** In each run. */
    | { readonly kind: "fails"; readonly failures: readonly FailedCheck[] }
    /** In some runs only. */
    | {
        readonly kind: "flaky";
        readonly failures: readonly FailedCheck[];
        readonly failed: number;
        readonly attempts: number;
      }
    | { readonly kind: "not-observable" | "errored"; readonly message: string };
  /** The steps that found nothing to act on in the last run: their places and texts. */
  readonly stepsWithoutEffect: readonly string[];
};

export async function judgeScenario(
  scenario: Scenario,
  target: Target,
  properties: readonly Property[],
): Promise<ScenarioAnswer> {
  const unsupported = describeUnsupported(target, scenario) ?? describeOutside(target, scenario);
  if (unsupported !== null) {
    return { verdict: { kind: "not-observable", message: unsupported }, stepsWithoutEffect: [] };
  }
  const failures = new Map<string, FailedCheck>();
  const attempts = attemptsOf.steady;
  let [failed, judged] = [0, 0];
  let errorMessage: string | null = null;
  let idle: readonly string[] = [];
  let isHidden = false;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const { verdicts, targetError, observed } = await judgeCase(scenario, target, properties);
    const found = failedChecks(verdicts, properties);
    for (const check of found) failures.set(fingerprintOf(check), check);
    if (found.length > 0) failed += 1;
    judged = verdicts.filter(({ kind }) => kind === "pass").length;
    errorMessage ??= targetError?.message ?? null;
    const { runs, reported } = observed.observation;
    isHidden = !reported.has("results") && runs.every(({ mode }) => mode === "dry_run");
    idle = stepsWithoutEffect(scenario, observed.observation);
  }
  const all = [...failures.values()];
  const verdict = (): ScenarioAnswer["verdict"] => {
    if (failed === attempts) return { kind: "fails", failures: all };
    if (failed > 0) return { kind: "flaky", failures: all, failed, attempts };
    if (errorMessage !== null) return { kind: "errored", message: errorMessage };
    if (isHidden) return { kind: "not-observable", message: hiddenMessage };
    return judged > 0
      ? { kind: "passes", judged }
      : { kind: "not-observable", message: idleMessage };
  };
  return { verdict: verdict(), stepsWithoutEffect: idle };
}

const hiddenMessage =
  "only dry runs of a target that does not report its results; the field `gates` opens the gates";
const idleMessage = "no property found anything to judge";
