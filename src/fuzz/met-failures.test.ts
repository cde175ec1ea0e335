import { expect, test } from "vitest";
import { failureWith } from "../test-fixtures/counterexamples.ts";
import type { Failure } from "./batch-result.ts";
import { fingerprintOf, type FailedCheck } from "./fingerprint.ts";
import { MetFailures } from "./met-failures.ts";

const { scenario, violation } = failureWith();
const met = { scenario, batch: 2, case: "random:7" };
const check = (name: string): FailedCheck => {
  return { property: "p", check: name, variant: "v", violation };
};

function keep(shrunk: readonly string[], known: readonly string[], ...checks: FailedCheck[]) {
  const found: Failure[] = [];
  const failures = new MetFailures(
    new Set(shrunk),
    (fingerprint) => known.includes(fingerprint),
    (failure) => found.push(failure),
  );
  const wasEmpty = failures.isEmpty;
  for (const one of checks) failures.keep(one, met, []);
  return { found: found.map(fingerprintOf), first: found[0], wasEmpty, isEmpty: failures.isEmpty };
}

test("each failure is found once, unshrunk, with its case", () => {
  const { found, first, wasEmpty, isEmpty } = keep([], [], check("a"), check("b"), check("a"));
  expect({ found, wasEmpty, isEmpty }).toEqual({
    found: ["p/a (v)", "p/b (v)"],
    wasEmpty: true,
    isEmpty: false,
  });
  expect(first).toEqual({
    ...check("a"),
    ...met,
    shrinkPath: "",
    shrinks: 0,
    irrelevantFields: [],
  });
});

test("known failures, and those that were shrunk before, are not kept", () => {
  const { found, isEmpty } = keep(["p/a (v)"], ["p/b (v)"], check("a"), check("b"));
  expect({ found, isEmpty }).toEqual({ found: [], isEmpty: true });
});
