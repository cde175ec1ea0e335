/** What a batch found, as plain data that adds up: results of batches merge in any order. */
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
    /** The batch and the case in which it was met first. */
    batch: count,
    case: z.string(),
    /** Which simplification was taken at each step, so that the way can be walked again. */
    shrinkPath: z.string(),
    shrinks: count,
    scenario: scenarioSchema,
    /** Names of parts of the scenario that may have other values without changing the failure. */
    irrelevantFields: z.array(z.string()).readonly(),
  })
  .readonly();
export type Failure = z.infer<typeof failureSchema>;

const exampleSchema = z
  .strictObject({ case: z.string(), batch: count, size: count, scenario: scenarioSchema })
  .readonly();
export type Example = z.infer<typeof exampleSchema>;

/** They add up to the cases. `skipped`: a relation is judged on a share of the random cases only. */
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
  /** Random cases by label, and the minimalSize example of each label in any phase. */
  labels: z.record(z.string(), count),
  examples: z.record(z.string(), exampleSchema),
  /** Histories by what actual in them: kinds of steps, two in a row, how the port behaved between two. */
  transitions: z.record(z.string(), count),
  /** By fingerprint. */
  failures: z.record(z.string(), failureSchema),
  /** How often each fingerprint failed, and how often the target broke. */
  failureCounts: z.record(z.string(), count),
  targetErrors: z.record(z.string(), count),
});
export type BatchResult = z.infer<typeof batchResultSchema>;

export const emptyTally: Tally = { pass: 0, fail: 0, discarded: 0, skipped: 0, errored: 0 };

/** Cases in which the property was judged. */
export function judgedCases({ pass, fail }: Tally = emptyTally): number {
  return pass + fail;
}

export function emptyResult(properties: readonly string[]): BatchResult {
  return {
    cases: { regressions: 0, enumeration: 0, random: 0, sequences: 0 },
    tallies: Object.fromEntries(properties.map((name) => [name, { ...emptyTally }])),
    labels: {},
    examples: {},
    transitions: {},
    failures: {},
    failureCounts: {},
    targetErrors: {},
  };
}

/** Keeps of two failures with one fingerprint the one met first, and of two examples the smaller. */
export function mergeResults(left: BatchResult, right: BatchResult): BatchResult {
  return {
    cases: {
      regressions: left.cases.regressions + right.cases.regressions,
      enumeration: left.cases.enumeration + right.cases.enumeration,
      random: left.cases.random + right.cases.random,
      sequences: left.cases.sequences + right.cases.sequences,
    },
    tallies: mergeRecords(left.tallies, right.tallies, (a, b) => ({
      pass: a.pass + b.pass,
      fail: a.fail + b.fail,
      discarded: a.discarded + b.discarded,
      skipped: a.skipped + b.skipped,
      errored: a.errored + b.errored,
    })),
    labels: mergeRecords(left.labels, right.labels, (a, b) => a + b),
    examples: mergeRecords(left.examples, right.examples, smallerExample),
    transitions: mergeRecords(left.transitions, right.transitions, (a, b) => a + b),
    failures: mergeRecords(left.failures, right.failures, (a, b) => (a.batch <= b.batch ? a : b)),
    failureCounts: mergeRecords(left.failureCounts, right.failureCounts, (a, b) => a + b),
    targetErrors: mergeRecords(left.targetErrors, right.targetErrors, (a, b) => a + b),
  };
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
