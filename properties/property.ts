/**
 * A property: a statement and a pure judgement on (scenario, observation). It knows nothing about the
 * target, so it can judge every target.
 */
import type { Observation } from "../src/simulation/observation.ts";
import { reportParts } from "../src/domain/run-report.ts";
import type { Scenario } from "../src/scenario/scenario.ts";

/** One run of a target on a scenario. */
export type Case = { readonly scenario: Scenario; readonly observation: Observation };

/** The difference that made a check fail. */
export type Violation = {
  /** The run, counted from 1; null when the check is about the whole scenario. */
  readonly run: number | null;
  /** What the check requires. */
  readonly expected: string;
  readonly actual: string;
};

export type Verdict =
  | { readonly kind: "pass" }
  | {
      readonly kind: "fail";
      /** The assertion that failed. */
      readonly check: string;
      /**
       * What the oracle knows of the failure, as a few words with `/` between them; or empty. It has few
       * possible values, so no id, symbol, quantity or time is in it.
       */
      readonly variant: string;
      readonly violation: Violation;
    }
  /** The precondition of the property did not hold. */
  | { readonly kind: "discarded"; readonly reason: string }
  /** A metamorphic property was not sampled for this case. */
  | { readonly kind: "skipped" }
  /** The target broke, so this property has no verdict; `every-run-answers` fails. */
  | { readonly kind: "errored" };

/** The abilities that a property can require of a target, in addition to port calls. */
export const requirements = [
  ...reportParts,
  "order-updates",
  "sequences",
  "instances",
  "accounts",
  "wire",
] as const;
export type Requirement = (typeof requirements)[number];

type Described = {
  /** Its file has the same name. */
  readonly name: string;
  readonly statement: string;
  /** `money`: a violation can send a wrong request. `report`: it only misleads. */
  readonly severity: "money" | "report";
  /** The checks that it can fail. */
  readonly checks: readonly string[];
  /** Without one of these, the target is not judged by the property. */
  readonly requires?: readonly Requirement[];
};

/** Judges one run. */
export type RunProperty = Described & {
  readonly kind: "run";
  /** It reads port calls only, so it can judge a run in which the target broke. */
  readonly judgesErroredRuns?: true;
  /** It judges the follow-ups of metamorphic properties too: its violation needs no second run. */
  readonly judgesFollowUps?: true;
  readonly judge: (observed: Case) => Verdict;
};

/** The observations of both scenarios in one process, or null where the property does not ask for them. */
export type Together = readonly [Observation, Observation] | null;

/** The follow-up scenario, or the reason why there is none. */
export type FollowUp = Scenario | { readonly discarded: string };

/** Judges one target on two scenarios: the case, and a follow-up derived from it. */
export type MetamorphicProperty = Described & {
  readonly kind: "metamorphic";
  /** The follow-up of a sequence is meaningful too. Other properties discard sequences. */
  readonly judgesSequences?: true;
  readonly followUp: (observed: Case) => FollowUp;
  /**
   * Both scenarios also run as two accounts of one process, and the property gets their observations, in this order.
   * Absent: each scenario runs in a process of its own only.
   */
  readonly runsTogether?: true;
  readonly judge: (observed: Case, followUpCase: Case, together: Together) => Verdict;
};

export type Property = RunProperty | MetamorphicProperty;

export const pass: Verdict = { kind: "pass" };

export function discarded(reason: string): Verdict {
  return { kind: "discarded", reason };
}

/** `run` is an index from 0, or null; the violation numbers runs from 1. */
export function fail(check: string, { run, expected, actual }: Violation, variant = ""): Verdict {
  const violation = { run: run === null ? null : run + 1, expected, actual };
  return { kind: "fail", check, variant, violation };
}
