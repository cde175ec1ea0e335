/**
 * A property: a check in one English sentence and a pure judgement on (scenario, observation). It
 * knows nothing of the target, so it judges any of them.
 */
import type { Observation } from "../src/simulation/observation.ts";
import { reportParts } from "../src/domain/run-report.ts";
import type { Scenario } from "../src/scenario/scenario.ts";

/** One run of a target on a scenario. */
export type Case = { readonly scenario: Scenario; readonly observation: Observation };

/** What broke a check. */
export type Violation = {
  /** The run, counted from 1; null when the check is about the whole scenario. */
  readonly run: number | null;
  /** What the check requires. */
  readonly expected: string;
  readonly actual: string;
};

export type Verdict =
  | { readonly kind: "pass" }
  /** `check` names the assertion of the property that failed; with the property it is the fingerprint. */
  | { readonly kind: "fail"; readonly check: string; readonly violation: Violation }
  /** The precondition of the property did not hold. */
  | { readonly kind: "discarded"; readonly reason: string }
  /** A metamorphic property that was not sampled for this case. */
  | { readonly kind: "skipped" }
  /** The target broke, and the calls that it had made until then violate nothing. */
  | { readonly kind: "errored" };

/** What a property needs of a target, beside its port calls. */
export const requirements = [...reportParts, "order-updates", "sequences"] as const;
export type Requirement = (typeof requirements)[number];

type Described = {
  /** The name of its file. */
  readonly name: string;
  readonly statement: string;
  /** `money`: a violation sends, or may send, a wrong order. `report`: it only misleads. */
  readonly severity: "money" | "report";
  /** The property is skipped for a target that lacks one of these. */
  readonly requires?: readonly Requirement[];
};

/** Judges one run. */
export type RunProperty = Described & {
  readonly kind: "run";
  /** Whether a run without an answer can violate it, because it reads port calls only. */
  readonly judgesErroredRuns?: true;
  readonly judge: (observed: Case) => Verdict;
};

/** The follow-up scenario, or the reason for which there is none. */
export type FollowUp = Scenario | { readonly discarded: string };

/** Judges two runs of one target: on a scenario, and on a follow-up derived from it. */
export type MetamorphicProperty = Described & {
  readonly kind: "metamorphic";
  /** Whether its follow-up has the same meaning for a sequence; the others discard sequences. */
  readonly judgesSequences?: true;
  readonly followUp: (observed: Case) => FollowUp;
  readonly judge: (observed: Case, followUpCase: Case) => Verdict;
};

export type Property = RunProperty | MetamorphicProperty;

export const pass: Verdict = { kind: "pass" };

export function discarded(reason: string): Verdict {
  return { kind: "discarded", reason };
}

/** `run` is the index of the run, from 0, or null; the violation numbers runs from 1. */
export function fail(
  check: string,
  { run, expected, actual }: Omit<Violation, "run"> & { readonly run: number | null },
): Verdict {
  const violation = { run: run === null ? null : run + 1, expected, actual };
  return { kind: "fail", check, violation };
}
