import { expect, test } from "vitest";
import { failureWith } from "../test-fixtures/counterexamples.ts";
import {
  batchResultSchema,
  casesOf,
  emptyResult,
  increment,
  judgedCases,
  mergeResults,
  reportedFailures,
  withoutRepeatedFailures,
  type BatchResult,
  type Failure,
} from "./batch-result.ts";

const { scenario } = failureWith();
const example = (size: number, batch: number) => ({ case: "random:0", batch, size, scenario });
const tally = (pass: number, fail: number) => {
  return { pass, fail, discarded: 1, skipped: 2, errored: 3 };
};
const found = (batch: number, check: string, alsoFound: readonly Failure[] = []) => {
  const named = Object.fromEntries(alsoFound.map((other) => [`p/${other.check}`, other]));
  return { ...failureWith({ batch, check }), alsoFound: named };
};

const gateCases = (cases: number, sent: number) => {
  const none = { live: 0, dry_run: 0, refused: 0, crashed: 0, unanswered: 0, failed: 0 };
  return { ...none, cases, sent };
};

const left: BatchResult = {
  gateCases: { "order 11111": gateCases(1, 1) },
  cases: { regressions: 1, enumeration: 2, random: 3, sequences: 4 },
  tallies: { p: tally(1, 2) },
  labels: { both: 1, left: 2 },
  examples: { both: example(2, 1), equal: example(3, 9), left: example(1, 0) },
  pairs: {},
  transitions: { both: 3 },
  maximums: { stepsInSequence: 5, portCallsInRun: 1, ordersInBook: 7 },
  failures: { "p/both": found(3, "both"), "p/left": found(1, "left") },
  failureCounts: { "p/both": 1, "p/left": 1 },
  targetErrors: { boom: 1 },
  askedTwice: { cases: 2, differing: 1, first: { batch: 4, case: "random:1", difference: "d" } },
};
const right: BatchResult = {
  gateCases: { "order 11111": gateCases(2, 1), "order 00000": gateCases(4, 0) },
  cases: { regressions: 10, enumeration: 20, random: 30, sequences: 40 },
  tallies: { p: tally(10, 20), q: tally(1, 1) },
  labels: { both: 10, right: 5 },
  examples: { both: example(1, 5), equal: example(3, 8), right: example(4, 2) },
  pairs: {},
  transitions: { both: 30, right: 1 },
  maximums: { stepsInSequence: 2, portCallsInRun: 9, ordersInBook: 7 },
  failures: { "p/both": found(2, "both"), "p/right": found(5, "right") },
  failureCounts: { "p/both": 2, "p/right": 1 },
  targetErrors: { boom: 2, crash: 1 },
  askedTwice: { cases: 3, differing: 1, first: { batch: 3, case: "random:2", difference: "e" } },
};

test("results add up in any order; of two examples the smaller stays, then the earlier", () => {
  const merged: BatchResult = {
    gateCases: { "order 11111": gateCases(3, 2), "order 00000": gateCases(4, 0) },
    cases: { regressions: 11, enumeration: 22, random: 33, sequences: 44 },
    tallies: { p: { pass: 11, fail: 22, discarded: 2, skipped: 4, errored: 6 }, q: tally(1, 1) },
    labels: { both: 11, left: 2, right: 5 },
    examples: {
      both: example(1, 5),
      equal: example(3, 8),
      left: example(1, 0),
      right: example(4, 2),
    },
    pairs: {},
    transitions: { both: 33, right: 1 },
    maximums: { stepsInSequence: 5, portCallsInRun: 9, ordersInBook: 7 },
    failures: {
      "p/both": found(2, "both"),
      "p/left": found(1, "left"),
      "p/right": found(5, "right"),
    },
    failureCounts: { "p/both": 3, "p/left": 1, "p/right": 1 },
    targetErrors: { boom: 3, crash: 1 },
    askedTwice: { cases: 5, differing: 2, first: { batch: 3, case: "random:2", difference: "e" } },
  };
  expect(mergeResults(left, right)).toEqual(merged);
  expect(mergeResults(right, left)).toEqual(merged);
  expect(mergeResults(left, emptyResult(["p"]))).toEqual(left);
  expect(mergeResults(emptyResult(["p"]), left)).toEqual(left);
  expect(batchResultSchema.parse(merged)).toEqual(merged);
  expect(casesOf(merged)).toBe(110);
});

test("an empty result has each property with no case, and each with counts of its own", () => {
  const { tallies } = emptyResult(["p", "q"]);
  const none = { pass: 0, fail: 0, discarded: 0, skipped: 0, errored: 0 };
  expect(tallies).toEqual({ p: none, q: none });
  increment(tallies["p"] ?? {}, "pass");
  expect(tallies).toEqual({ p: { ...none, pass: 1 }, q: none });
  expect(emptyResult(["p"]).tallies).toEqual({ p: none });
});

test("passed and failed cases are judged, and counts start at one", () => {
  expect([judgedCases(tally(3, 4)), judgedCases()]).toEqual([7, 0]);
  const counts = {};
  increment(counts, "a");
  increment(counts, "a");
  expect(counts).toEqual({ a: 2 });
});

const flaky = { portCalls: [] };
const other = (parts: Partial<Failure>) => failureWith({ check: "other", ...parts });

function reported(failures: Record<string, ReturnType<typeof found>>) {
  const all = reportedFailures({ failures });
  return [...all].map(([name, { batch, case: place }]) => `${name} ${batch} ${place}`);
}

test("failures are reported in the order of batch and name", () => {
  expect(
    reported({
      "p/b": found(1, "b"),
      "p/c": found(0, "c"),
      "p/a": found(1, "a"),
      "p/d": found(1, "d"),
    }),
  ).toEqual(["p/c 0 random:0", "p/a 1 random:0", "p/b 1 random:0", "p/d 1 random:0"]);
  const [one] = reportedFailures({ failures: { "p/a": found(1, "a", [other({})]) } }).values();
  expect(one).not.toHaveProperty("alsoFound");
});

test("a failure that only shrinking found is reported once, from the earliest batch where it repeats", () => {
  const first = found(1, "a", [other({ case: "first" })]);
  const second = found(2, "b", [other({ case: "second" })]);
  const names = ["p/a 1 random:0", "p/b 2 random:0"];
  expect(reported({ "p/b": second, "p/a": first })).toEqual([...names, "p/other 0 first"]);
  const weak = found(1, "a", [other({ case: "first", flaky })]);
  expect(reported({ "p/a": weak, "p/b": second })).toEqual([...names, "p/other 0 second"]);
  const weakToo = found(2, "b", [other({ case: "second", flaky })]);
  expect(reported({ "p/a": weak, "p/b": weakToo })).toEqual([...names, "p/other 0 first"]);
  expect(reported({ "p/a": first, "p/b": weakToo })).toEqual([...names, "p/other 0 first"]);
});

test("a failure that a case showed replaces the one that shrinking found", () => {
  const failures = {
    "p/a": found(1, "a", [other({ case: "shrunk" })]),
    "p/other": found(2, "other"),
  };
  expect(reported(failures)).toEqual(["p/a 1 random:0", "p/other 2 random:0"]);
  const result = { ...emptyResult([]), failures };
  const counted = withoutRepeatedFailures({ ...result, failureCounts: { "p/other": 1 } });
  expect(counted.failures["p/a"]?.alsoFound).toEqual({});
  expect(withoutRepeatedFailures(result)).toEqual(result);
});
