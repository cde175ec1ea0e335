/** Failures and counterexamples with arbitrary contents; a test states the fields that it is about. */
import { readScenarios } from "../scenario/scenario-files.ts";
import type { Failure } from "../fuzz/batch-result.ts";
import { counterexampleOf, type Counterexample } from "../fuzz/counterexample.ts";

export const provenance: Parameters<typeof counterexampleOf>[2] = {
  target: "t",
  seed: 1,
  foundAt: new Date(0).toISOString(),
  versions: { harness: "0", node: "v20", fastCheck: "4" },
};

export function failureWith(parts: Partial<Failure> = {}): Failure {
  const [scenario] = readScenarios("order");
  return {
    property: "p",
    check: "c",
    variant: "",
    violation: { run: 1, expected: "e", actual: "a" },
    batch: 0,
    case: "random:0",
    shrinkPath: "",
    shrinks: 0,
    scenario,
    irrelevantFields: [],
    ...parts,
  };
}

export function counterexampleWith(parts: Partial<Failure> = {}): Counterexample {
  return counterexampleOf(failureWith(parts), "S.", provenance);
}
