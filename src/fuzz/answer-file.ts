/** Runs a saved counterexample or a scenario of a person again, and answers for its file. */
import { propertiesFor } from "../../properties/wire/all.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Target } from "../simulation/target.ts";
import { selectApplicable } from "./campaign-context.ts";
import { readReplayed } from "./counterexample-files.ts";
import { counterexampleSchema, type Counterexample } from "./counterexample.ts";
import { judgeScenario, type ScenarioAnswer } from "./judge-scenario.ts";
import { describeProvenance } from "./provenance.ts";
import { replay, type Replay } from "./replay.ts";
import { describeSkipped } from "./skipped-property.ts";

export type FileAnswer = { readonly path: string } & (
  | {
      readonly kind: "counterexample";
      readonly counterexample: Counterexample;
      readonly answer: Replay;
      /** A sentence on whether its seed still leads to it. */
      readonly origin: string;
    }
  /** A file with a scenario alone is judged by every property. */
  | { readonly kind: "scenario"; readonly scenario: Scenario; readonly answer: ScenarioAnswer }
  /** It does not fit the schema of this version. */
  | { readonly kind: "unreadable"; readonly message: string }
);

export async function answerFile(path: string, target: Target): Promise<FileAnswer> {
  try {
    const replayed = readReplayed(path);
    if (!("kind" in replayed)) {
      const { properties } = selectApplicable(propertiesFor(target), target);
      const answer = await judgeScenario(replayed, target, properties);
      return { path, kind: "scenario", scenario: replayed, answer };
    }
    const answer = await replayOn(target, replayed);
    const origin = describeOrigin(replayed, target);
    return { path, kind: "counterexample", counterexample: replayed, answer, origin };
  } catch (error) {
    if (!(error instanceof BadInputError)) throw error;
    return { path, kind: "unreadable", message: error.message };
  }
}

/**
 * Replays a saved counterexample, as a test of its own does. A steady one runs 5 times, and a flaky one 20 times.
 *
 * @param counterexample The parsed JSON of its file.
 * @param target What is judged. Its errors are the answer `errored`.
 * @returns a promise of the answer; `fixed` where the check was judged and passes in each run
 * @throws `ZodError`, at once, for anything else than a counterexample
 */
export function replayCounterexample(counterexample: unknown, target: Target): Promise<Replay> {
  return replayOn(target, counterexampleSchema.parse(counterexample));
}

async function replayOn(target: Target, counterexample: Counterexample): Promise<Replay> {
  const { properties, skippedProperties } = selectApplicable(propertiesFor(target), target);
  const skipped = skippedProperties.find(({ name }) => name === counterexample.property);
  if (skipped === undefined) return replay(counterexample, target, properties);
  if (skipped.missing.includes("sequences")) {
    const message = "the check requires sequences, which the target does not support";
    return { kind: "not-observable", message };
  }
  return { kind: "not-observable", message: describeSkipped(skipped) };
}

/** The origin is information only; an error here does not change the answer. */
function describeOrigin(counterexample: Counterexample, target: Target): string {
  try {
    return describeProvenance(counterexample, target);
  } catch (error) {
    return `its origin cannot be checked: ${String(error)}`;
  }
}
