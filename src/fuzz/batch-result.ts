/** What a block found, as plain data that adds up: results of blocks merge in any order. */
import * as z from "zod";
import { scenarioSchema } from "../scenario/scenario.ts";

const count = z.int().min(0);

export const witnessSchema = z
  .strictObject({ run: z.int().min(0).nullable(), expected: z.string(), happened: z.string() })
  .readonly();

const failureSchema = z
  .strictObject({
    property: z.string(),
    claim: z.string(),
    witness: witnessSchema,
    /** The block and the case in which it was met first. */
    block: count,
    case: z.string(),
    /** Which simplification was taken at each step, so that the way can be walked again. */
    path: z.string(),
    shrinks: count,
    scenario: scenarioSchema,
    /** Names of parts of the scenario that may have other values without changing the failure. */
    doesNotMatter: z.array(z.string()).readonly(),
  })
  .readonly();
export type Failure = z.infer<typeof failureSchema>;

const exampleSchema = z
  .strictObject({ case: z.string(), block: count, size: count, scenario: scenarioSchema })
  .readonly();
export type Example = z.infer<typeof exampleSchema>;

/** They add up to the cases. `notDrawn`: a relation is judged on a share of the random cases only. */
const tallySchema = z.strictObject({
  judged: count,
  premiseUnmet: count,
  notDrawn: count,
  discarded: count,
});

export const blockResultSchema = z.strictObject({
  cases: z.strictObject({
    regressions: count,
    enumeration: count,
    random: count,
    histories: count,
  }),
  /** By property, in the campaign's order. */
  tallies: z.record(z.string(), tallySchema),
  /** Random cases by label, and the smallest example of each label in any phase. */
  labels: z.record(z.string(), count),
  examples: z.record(z.string(), exampleSchema),
  /** Histories by what happened in them: kinds of steps, two in a row, how the port behaved between two. */
  ledger: z.record(z.string(), count),
  /** By fingerprint. */
  failures: z.record(z.string(), failureSchema),
  /** How often each fingerprint failed, and how often the target broke. */
  failing: z.record(z.string(), count),
  targetErrors: z.record(z.string(), count),
});
export type BlockResult = z.infer<typeof blockResultSchema>;

export function emptyResult(properties: readonly string[]): BlockResult {
  return {
    cases: { regressions: 0, enumeration: 0, random: 0, histories: 0 },
    tallies: Object.fromEntries(
      properties.map((name) => [name, { judged: 0, premiseUnmet: 0, notDrawn: 0, discarded: 0 }]),
    ),
    labels: {},
    examples: {},
    ledger: {},
    failures: {},
    failing: {},
    targetErrors: {},
  };
}

/** Keeps of two failures with one fingerprint the one met first, and of two examples the smaller. */
export function mergeResults(left: BlockResult, right: BlockResult): BlockResult {
  return {
    cases: {
      regressions: left.cases.regressions + right.cases.regressions,
      enumeration: left.cases.enumeration + right.cases.enumeration,
      random: left.cases.random + right.cases.random,
      histories: left.cases.histories + right.cases.histories,
    },
    tallies: mergeRecords(left.tallies, right.tallies, (a, b) => ({
      judged: a.judged + b.judged,
      premiseUnmet: a.premiseUnmet + b.premiseUnmet,
      notDrawn: a.notDrawn + b.notDrawn,
      discarded: a.discarded + b.discarded,
    })),
    labels: mergeRecords(left.labels, right.labels, (a, b) => a + b),
    examples: mergeRecords(left.examples, right.examples, smallerExample),
    ledger: mergeRecords(left.ledger, right.ledger, (a, b) => a + b),
    failures: mergeRecords(left.failures, right.failures, (a, b) => (a.block <= b.block ? a : b)),
    failing: mergeRecords(left.failing, right.failing, (a, b) => a + b),
    targetErrors: mergeRecords(left.targetErrors, right.targetErrors, (a, b) => a + b),
  };
}

function smallerExample(left: Example, right: Example): Example {
  if (left.size !== right.size) return left.size < right.size ? left : right;
  return left.block <= right.block ? left : right;
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
