/** The findings of a batch as plain data that adds up: results merge in any order. */
import * as z from "zod";
import { scenarioSchema } from "../scenario/scenario.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { gateCasesSchema } from "./gate-cases.ts";
import { failureTimelinesSchema } from "./timeline-schema.ts";

const count = z.int().min(0);

export const violationSchema = z
  .strictObject({ run: z.int().min(1).nullable(), expected: z.string(), actual: z.string() })
  .readonly();

/** The failure did not repeat: its scenario is the one that was met, with the port calls that were met. */
export const flakySchema = z.strictObject({ portCalls: z.array(z.string()).readonly() }).readonly();

/** What ended the shrinking of a failure before every candidate was tried. `not-shrunk`: another one was shrunk then. */
export const shrinkCutSchema = z.enum(["time", "interrupted", "bail", "time-outs", "not-shrunk"]);
export type ShrinkCut = z.infer<typeof shrinkCutSchema>;

const failureSchema = z.strictObject({
  property: z.string(),
  check: z.string(),
  variant: z.string(),
  violation: violationSchema,
  /** The first batch and the first case in which it was seen. */
  batch: count,
  case: z.string(),
  /** The index of the candidate that each shrink took, so that the path can be replayed. */
  shrinkPath: z.string(),
  shrinks: count,
  /** Then the scenario is the smallest one until then. */
  shrinkCut: shrinkCutSchema.optional(),
  scenario: scenarioSchema,
  irrelevantFields: z.array(z.string()).readonly(),
  /** The other checks that fail on the shrunk scenario, as `property/check`; absent where it was not shrunk. */
  alsoFails: z.array(z.string()).readonly().optional(),
  flaky: flakySchema.optional(),
  /** One more run, step by step. Absent in an older report, and where nothing ran once more. */
  timelines: failureTimelinesSchema.optional(),
});
export type Failure = Readonly<z.infer<typeof failureSchema>>;

/**
 * With the failures that only its shrink candidates showed, by fingerprint. They stay with the failure, so
 * that a merge which drops it drops them too.
 */
const shrunkFailureSchema = failureSchema
  .extend({ alsoFound: z.record(z.string(), failureSchema.readonly()).readonly() })
  .readonly();
export type ShrunkFailure = z.infer<typeof shrunkFailureSchema>;

const exampleSchema = z
  .strictObject({ case: z.string(), batch: count, size: count, scenario: scenarioSchema })
  .readonly();
type Example = z.infer<typeof exampleSchema>;

const askedTwiceSchema = z.strictObject({
  cases: count,
  /** Cases that were answered differently, and the earliest of them. */
  differing: count,
  first: z
    .strictObject({ batch: count, case: z.string(), difference: z.string() })
    .readonly()
    .nullable(),
});
type AskedTwice = z.infer<typeof askedTwiceSchema>;

export const phases = ["regressions", "enumeration", "random", "sequences"] as const;
export type Phase = (typeof phases)[number];
export const phaseCountsSchema = z.record(z.enum(phases), count);

export const verdictKinds = ["pass", "fail", "discarded", "skipped", "errored"] as const;
/** The counts add up to the cases. */
const tallySchema = z.record(z.enum(verdictKinds), count);
export type Tally = z.infer<typeof tallySchema>;

export const batchResultSchema = z.strictObject({
  cases: phaseCountsSchema,
  /** By property, in the campaign's order. */
  tallies: z.record(z.string(), tallySchema),
  /** Random cases by coverage label, and the smallest example of each label in any phase. */
  labels: z.record(z.string(), count),
  examples: z.record(z.string(), exampleSchema),
  /** Enumerated cases by scenario and open gates; empty in an older report. */
  gateCases: z.record(z.string(), gateCasesSchema).default({}),
  /** Sequences by transition entry: a kind of step, a pair of kinds, a port fault between two. */
  transitions: z.record(z.string(), count),
  /** Random cases and sequences by pair of a theme and a fault that both occur in them. */
  pairs: z.record(z.string(), count),
  maximums: z.record(z.enum(["stepsInSequence", "portCallsInRun", "ordersInBook"]), count),
  /** By fingerprint; `reportedFailures` adds those of `alsoFound`. */
  failures: z.record(z.string(), shrunkFailureSchema),
  /** Cases by the fingerprint that failed in them, and by the message of the target's error. */
  failureCounts: z.record(z.string(), count),
  targetErrors: z.record(z.string(), count),
  /** The sample of cases in which the target ran twice. */
  askedTwice: askedTwiceSchema,
});
export type BatchResult = z.infer<typeof batchResultSchema>;

export const emptyTally: Tally = { pass: 0, fail: 0, discarded: 0, skipped: 0, errored: 0 };

export function judgedCases({ pass, fail }: Tally = emptyTally): number {
  return pass + fail;
}

export function casesOf({ cases }: Pick<BatchResult, "cases">): number {
  return Object.values(cases).reduce(sum, 0);
}

export function emptyResult(properties: readonly string[]): BatchResult {
  return {
    cases: { regressions: 0, enumeration: 0, random: 0, sequences: 0 },
    tallies: Object.fromEntries(properties.map((name) => [name, { ...emptyTally }])),
    labels: {},
    examples: {},
    gateCases: {},
    transitions: {},
    pairs: {},
    maximums: { stepsInSequence: 0, portCallsInRun: 0, ordersInBook: 0 },
    failures: {},
    failureCounts: {},
    targetErrors: {},
    askedTwice: { cases: 0, differing: 0, first: null },
  };
}

/** Of two failures with one fingerprint the one that repeats stays, then the earlier; of two examples the smaller. */
export function mergeResults(left: BatchResult, right: BatchResult): BatchResult {
  return {
    cases: merge(left.cases, right.cases, sum),
    tallies: merge(left.tallies, right.tallies, (a, b) => merge(a, b, sum)),
    labels: merge(left.labels, right.labels, sum),
    examples: merge(left.examples, right.examples, smallerExample),
    gateCases: merge(left.gateCases, right.gateCases, (a, b) => merge(a, b, sum)),
    transitions: merge(left.transitions, right.transitions, sum),
    pairs: merge(left.pairs, right.pairs, sum),
    maximums: merge(left.maximums, right.maximums, Math.max),
    failures: merge(left.failures, right.failures, betterFailure),
    failureCounts: merge(left.failureCounts, right.failureCounts, sum),
    targetErrors: merge(left.targetErrors, right.targetErrors, sum),
    askedTwice: mergeAskedTwice(left.askedTwice, right.askedTwice),
  };
}

function betterFailure(left: ShrunkFailure, right: ShrunkFailure): ShrunkFailure {
  const isFlaky = left.flaky !== undefined;
  if (isFlaky !== (right.flaky !== undefined)) return isFlaky ? right : left;
  return left.batch <= right.batch ? left : right;
}

function mergeAskedTwice(left: AskedTwice, right: AskedTwice): AskedTwice {
  const isLeftFirst = (left.first?.batch ?? Infinity) <= (right.first?.batch ?? Infinity);
  return {
    cases: left.cases + right.cases,
    differing: left.differing + right.differing,
    first: isLeftFirst ? left.first : right.first,
  };
}

/** Every failure, by fingerprint. Of those in `alsoFound`, the one of the earliest batch that repeats counts. */
export function reportedFailures({
  failures,
}: Pick<BatchResult, "failures">): Map<string, Failure> {
  const reported = new Map<string, Failure>();
  const inOrder = Object.entries(failures).toSorted(
    ([left, { batch }], [right, { batch: other }]) => batch - other || (left < right ? -1 : 1),
  );
  for (const [, { alsoFound: _, ...failure }] of inOrder)
    reported.set(fingerprintOf(failure), failure);
  for (const [, { alsoFound }] of inOrder) {
    for (const [fingerprint, failure] of Object.entries(alsoFound)) {
      if (failures[fingerprint] !== undefined) continue;
      const earlier = reported.get(fingerprint);
      if (earlier === undefined || (earlier.flaky && !failure.flaky)) {
        reported.set(fingerprint, failure);
      }
    }
  }
  return reported;
}

/** Without the failures of `alsoFound` that some case showed too. */
export function withoutRepeatedFailures(result: BatchResult): BatchResult {
  const failures = Object.entries(result.failures).map(([fingerprint, failure]) => {
    const others = Object.entries(failure.alsoFound).filter(
      ([other]) => result.failureCounts[other] === undefined,
    );
    return [fingerprint, { ...failure, alsoFound: Object.fromEntries(others) }] as const;
  });
  return { ...result, failures: Object.fromEntries(failures) };
}

function sum(left: number, right: number): number {
  return left + right;
}

function smallerExample(left: Example, right: Example): Example {
  if (left.size !== right.size) return left.size < right.size ? left : right;
  return left.batch <= right.batch ? left : right;
}

function merge<Value, Values extends Readonly<Record<string, Value>>>(
  left: Values & Readonly<Record<string, Value>>,
  right: Readonly<Record<string, Value>>,
  both: (a: Value, b: Value) => Value,
): Values & Record<string, Value> {
  const merged: Record<string, Value> = {};
  for (const [key, value] of Object.entries(right)) {
    const other = left[key];
    merged[key] = other === undefined ? value : both(other, value);
  }
  return { ...left, ...merged };
}

export function increment(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}
