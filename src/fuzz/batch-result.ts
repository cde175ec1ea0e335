/** The findings of a batch as plain data that adds up: results merge in any order. */
import * as z from "zod";
import { scenarioSchema } from "../scenario/scenario.ts";

const count = z.int().min(0);

export const violationSchema = z
  .strictObject({ run: z.int().min(1).nullable(), expected: z.string(), actual: z.string() })
  .readonly();

const failureSchema = z
  .strictObject({
    property: z.string(),
    check: z.string(),
    violation: violationSchema,
    /** The first batch and the first case in which it was seen. */
    batch: count,
    case: z.string(),
    /** The index of the candidate that each shrink took, so that the path can be replayed. */
    shrinkPath: z.string(),
    shrinks: count,
    scenario: scenarioSchema,
    irrelevantFields: z.array(z.string()).readonly(),
  })
  .readonly();
export type Failure = z.infer<typeof failureSchema>;

const exampleSchema = z
  .strictObject({ case: z.string(), batch: count, size: count, scenario: scenarioSchema })
  .readonly();
export type Example = z.infer<typeof exampleSchema>;

/** The counts add up to the cases. */
const tallySchema = z.strictObject({
  pass: count,
  fail: count,
  discarded: count,
  skipped: count,
  errored: count,
});
export type Tally = z.infer<typeof tallySchema>;

export const batchResultSchema = z.strictObject({
  cases: z.strictObject({
    regressions: count,
    enumeration: count,
    random: count,
    sequences: count,
  }),
  /** By property, in the campaign's order. */
  tallies: z.record(z.string(), tallySchema),
  /** Random cases by coverage label, and the smallest example of each label in any phase. */
  labels: z.record(z.string(), count),
  examples: z.record(z.string(), exampleSchema),
  /** Sequences by transition entry: a kind of step, a pair of kinds, a port fault between two. */
  transitions: z.record(z.string(), count),
  /** The largest of each that any case reached. */
  maximums: z.strictObject({
    stepsInSequence: count,
    portCallsInRun: count,
    ordersInBook: count,
  }),
  /** By fingerprint. */
  failures: z.record(z.string(), failureSchema),
  /** Cases by the fingerprint that failed in them, and by the message of the target's error. */
  failureCounts: z.record(z.string(), count),
  targetErrors: z.record(z.string(), count),
});
export type BatchResult = z.infer<typeof batchResultSchema>;

export const emptyTally: Tally = { pass: 0, fail: 0, discarded: 0, skipped: 0, errored: 0 };

/** Cases in which the property was judged. */
export function judgedCases({ pass, fail }: Tally = emptyTally): number {
  return pass + fail;
}

/** Cases of all phases. */
export function casesOf({ cases }: Pick<BatchResult, "cases">): number {
  return Object.values(cases).reduce(sum, 0);
}

export function emptyResult(properties: readonly string[]): BatchResult {
  return {
    cases: { regressions: 0, enumeration: 0, random: 0, sequences: 0 },
    tallies: Object.fromEntries(properties.map((name) => [name, { ...emptyTally }])),
    labels: {},
    examples: {},
    transitions: {},
    maximums: { stepsInSequence: 0, portCallsInRun: 0, ordersInBook: 0 },
    failures: {},
    failureCounts: {},
    targetErrors: {},
  };
}

/** Of two failures with one fingerprint the earlier stays, of two examples the smaller. */
export function mergeResults(left: BatchResult, right: BatchResult): BatchResult {
  const merge = <Value>(
    of: (result: BatchResult) => Readonly<Record<string, Value>>,
    both: (a: Value, b: Value) => Value,
  ) => mergeRecords(of(left), of(right), both);
  return {
    cases: { ...left.cases, ...merge(({ cases }) => cases, sum) },
    tallies: merge(
      ({ tallies }) => tallies,
      (a, b) => ({ ...a, ...mergeRecords(a, b, sum) }),
    ),
    labels: merge(({ labels }) => labels, sum),
    examples: merge(({ examples }) => examples, smallerExample),
    transitions: merge(({ transitions }) => transitions, sum),
    maximums: { ...left.maximums, ...merge(({ maximums }) => maximums, Math.max) },
    failures: merge(
      ({ failures }) => failures,
      (a, b) => (a.batch <= b.batch ? a : b),
    ),
    failureCounts: merge(({ failureCounts }) => failureCounts, sum),
    targetErrors: merge(({ targetErrors }) => targetErrors, sum),
  };
}

function sum(left: number, right: number): number {
  return left + right;
}

function smallerExample(left: Example, right: Example): Example {
  if (left.size !== right.size) return left.size < right.size ? left : right;
  return left.batch <= right.batch ? left : right;
}

function mergeRecords<Value>(
  left: Readonly<Record<string, Value>>,
  right: Readonly<Record<string, Value>>,
  merge: (a: Value, b: Value) => Value,
): Record<string, Value> {
  const merged: Record<string, Value> = { ...left };
  for (const [key, value] of Object.entries(right)) {
    const other = merged[key];
    merged[key] = other === undefined ? value : merge(other, value);
  }
  return merged;
}
