/**
 * A property: a claim in one English sentence and a pure judgement on (scenario, observation). It
 * knows nothing of the target, so it judges any of them.
 */
import type { Observation } from "../src/simulation/observation.ts";
import type { ReportPart } from "../src/domain/run-report.ts";
import type { Scenario } from "../src/scenario/scenario.ts";

/** One run of a target on a scenario. */
export type Case = { readonly scenario: Scenario; readonly observation: Observation };

/** What broke a claim: in which run, what the claim asks for there, and what was seen. */
export type Witness = {
  /** Counts the reconcile steps from 0; null when the claim is about all of them. */
  readonly run: number | null;
  readonly expected: string;
  readonly happened: string;
};

export type Verdict =
  | { readonly verdict: "holds" }
  /** `claim` names the part of the property that broke; with the property it is the fingerprint. */
  | { readonly verdict: "fails"; readonly claim: string; readonly witness: Witness }
  | { readonly verdict: "not_applicable"; readonly why: string }
  /** A relation that did not judge this case, because others of the campaign were drawn for it. */
  | { readonly verdict: "not_drawn" }
  /** The target gave no answer, and what had been seen until then breaks no claim. */
  | { readonly verdict: "target_broke" };

type Described = {
  /** The name of its file. */
  readonly name: string;
  readonly statement: string;
  /** A failure of such a property is one that sends, or may send, a wrong order. */
  readonly movesMoney: boolean;
  /** What it compares with what was seen; it is left out for a target that does not report all of it. */
  readonly needs?: readonly ReportPart[];
  /** Whether it judges what the target makes of news, so that one which hears none cannot be judged by it. */
  readonly needsNews?: true;
  /** Whether it takes histories, or makes them, so that a target of single runs cannot be judged by it. */
  readonly needsHistories?: true;
};

/** Judges one run. */
export type RunProperty = Described & {
  readonly kind: "run";
  /** Whether a run without an answer can break it, because it looks at port calls only. */
  readonly judgesBrokenRuns?: true;
  readonly judge: (observed: Case) => Verdict;
};

/** The other scenario, or why there is none. */
export type Derived = Scenario | { readonly notApplicable: string };

/** Judges two runs of one target: on a scenario, and on another one that is derived from it. */
export type RelationProperty = Described & {
  readonly kind: "relation";
  /** Whether what it derives means the same where there are many runs; the others leave histories out. */
  readonly judgesHistories?: true;
  readonly derive: (observed: Case) => Derived;
  readonly judge: (observed: Case, derived: Case) => Verdict;
};

export type Property = RunProperty | RelationProperty;

export const holds: Verdict = { verdict: "holds" };

export function notApplicable(why: string): Verdict {
  return { verdict: "not_applicable", why };
}

export function fails(claim: string, witness: Witness): Verdict {
  return { verdict: "fails", claim, witness };
}
