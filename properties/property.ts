/**
 * A property: a statement and a pure judgement on (scenario, observation). It knows nothing about the
 * target, so it can judge every target.
 */
import type { Observation } from "../src/simulation/observation.ts";
import { reportParts } from "../src/domain/run-report.ts";
import type { Scenario } from "../src/scenario/scenario.ts";

/** One run of a target on a scenario. */
export type Case = {
  /** What the target ran on. */
  readonly scenario: Scenario;
  /** What the simulation recorded of it. */
  readonly observation: Observation;
};

/** The difference that made a check fail. */
export type Violation = {
  /** The run, counted from 1; null when the check is about the whole scenario. */
  readonly run: number | null;
  /** What the check requires. */
  readonly expected: string;
  /** What was observed instead. */
  readonly actual: string;
};

/** The judgement of a property on one case, by its `kind`. */
export type Verdict =
  | {
      /** No check failed. */
      readonly kind: "pass";
    }
  | {
      /** A check failed. */
      readonly kind: "fail";
      /** The assertion that failed. */
      readonly check: string;
      /**
       * What the oracle knows of the failure, as a few words with `/` between them; or empty. It has few
       * possible values, so no id, symbol, quantity or time is in it.
       */
      readonly variant: string;
      /** The difference between what the check requires and what was observed. */
      readonly violation: Violation;
    }
  | {
      /** The precondition of the property did not hold. */
      readonly kind: "discarded";
      /** Which precondition, for a reader. */
      readonly reason: string;
    }
  | {
      /** A metamorphic property was not sampled for this case. */
      readonly kind: "skipped";
    }
  | {
      /** The target broke, so this property has no verdict; `every-run-answers` fails. */
      readonly kind: "errored";
    };

/** The verdict of a case in which a check failed. */
export type Failure = Extract<Verdict, { readonly kind: "fail" }>;

/** The abilities that a property can require of a target, in addition to port calls. */
export const requirements = [
  ...reportParts,
  "order-updates",
  "sequences",
  "instances",
  "accounts",
  "wire",
  "user-stream",
] as const;
export type Requirement = (typeof requirements)[number];

type Described = {
  /** Its file has the same name. */
  readonly name: string;
  /** What must hold, in a sentence for readers. */
  readonly statement: string;
  /** `money`: a violation can send a wrong request. `report`: it only misleads. */
  readonly severity: "money" | "report";
  /** The checks that it can fail. */
  readonly checks: readonly string[];
  /** Without one of these, the target is not judged by the property. */
  readonly requires?: readonly Requirement[];
};

/** A property that judges one run of a target on a scenario. */
export type RunProperty = Described & {
  /** It judges one observation. */
  readonly kind: "run";
  /** It reads port calls only, so it can judge a run in which the target broke. */
  readonly judgesErroredRuns?: true;
  /** It judges the follow-ups of metamorphic properties too: its violation needs no second run. */
  readonly judgesFollowUps?: true;
  /**
   * Pure: equal cases have equal verdicts. The first failure is the verdict. With several checks, each failure but the
   * last one is added to `failures`, in order: where a profile leaves out a check, the next one counts.
   */
  readonly judge: (observed: Case, failures: Failure[]) => Verdict;
};

/** The observations of both scenarios in one process, or null where the property does not ask for them. */
export type Together = readonly [Observation, Observation] | null;

/** The follow-up scenario, or the reason why there is none. */
export type FollowUp =
  | Scenario
  | {
      /** The reason, for a reader. */
      readonly discarded: string;
    };

/** Judges one target on two scenarios: the case, and a follow-up derived from it. */
export type MetamorphicProperty = Described & {
  /** It compares two observations. */
  readonly kind: "metamorphic";
  /** The follow-up of a sequence is meaningful too. Other properties discard sequences. */
  readonly judgesSequences?: true;
  /** Pure: derives the second scenario from the case. */
  readonly followUp: (observed: Case) => FollowUp;
  /**
   * Both scenarios also run as two accounts of one process, and the property gets their observations, in this order.
   * Absent: each scenario runs in a process of its own only.
   */
  readonly runsTogether?: true;
  /**
   * Pure: compares the case with the run of its follow-up. `together` is null without `runsTogether`. `failures` is that
   * of a property of one run.
   */
  readonly judge: (
    observed: Case,
    followUpCase: Case,
    together: Together,
    failures: Failure[],
  ) => Verdict;
};

/** A statement about every scenario, with the pure function that judges a case by it. */
export type Property = RunProperty | MetamorphicProperty;

/** The verdict of a case in which no check failed. */
export const pass: Verdict = { kind: "pass" };

/**
 * The verdict of a case in which the precondition of the property does not hold. Throws nothing.
 *
 * @param reason Which precondition, for a reader.
 * @returns a verdict of the kind `discarded`
 */
export function discarded(reason: string): Verdict {
  return { kind: "discarded", reason };
}

/**
 * The verdict of a case in which a check failed. Throws nothing.
 *
 * @param check The name of the check, one of the `checks` of the property.
 * @param violation The difference. Its `run` is an index from 0 here, or null; in the verdict it counts from 1.
 * @param variant The `variant` of the verdict; empty by default.
 * @returns a verdict of the kind `fail`
 */
export function fail(check: string, { run, expected, actual }: Violation, variant = ""): Failure {
  const violation = { run: run === null ? null : run + 1, expected, actual };
  return { kind: "fail", check, variant, violation };
}

/** The first failure of a judgement, or else the verdict that it returns. */
export function firstVerdict(judge: (failures: Failure[]) => Verdict): Verdict {
  const failures: Failure[] = [];
  const verdict = judge(failures);
  return failures[0] ?? verdict;
}
