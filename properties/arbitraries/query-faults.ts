/** Faults of the queries of a run for one order. */
import * as fc from "fast-check";
import type { QueryFault } from "../../src/domain/order-query.ts";
import type { Step } from "../../src/scenario/step.ts";

const faults = fc.constantFrom<(readonly QueryFault[])[]>(
  ["not-found"],
  ["not-found", "failed"],
  ["not-found", "not-found", "not-found"],
  ["none", "not-found"],
  ["failed"],
  ["failed", "failed", "failed"],
  ["none", "failed"],
);

/** Only a target that asks for single orders gets them, so that many cases have some; null is none. */
export const queryFaults: fc.Arbitrary<readonly QueryFault[] | null> = fc.oneof(
  { arbitrary: fc.constant(null), weight: 1 },
  { arbitrary: faults, weight: 1 },
);

export function withQueryFaults(
  steps: readonly Step[],
  drawn: readonly QueryFault[] | null,
): readonly Step[] {
  if (drawn === null) return steps;
  return steps.map((step) => (step.kind === "reconcile" ? { ...step, queryFaults: drawn } : step));
}
