/** Parts of snapshots that mislead: they have the current time, and show other entries or another state. */
import * as fc from "fast-check";
import type { SnapshotPartStep } from "../../src/scenario/step.ts";

const index = fc.nat({ max: 5 });

const lagging = (ageMs: fc.Arbitrary<number>): fc.Arbitrary<SnapshotPartStep> =>
  ageMs.map((age) => ({ kind: "lagging", ageMs: age }));
const repeating = (ageMs: fc.Arbitrary<number>): fc.Arbitrary<SnapshotPartStep> =>
  fc
    .record({ index, ageMs, olderCopy: fc.constantFrom("last", "first") })
    .map((parts) => ({ kind: "repeating", ...parts }));

// A snapshot after a port call is 1 ms later than the call, so 2 ms ago is before it.
const ageMs = fc.constantFrom(2, 1_000, 60_001, 3_600_001);

export const misleadingPart: fc.Arbitrary<SnapshotPartStep> = fc.oneof(
  fc.constantFrom(0, 0, 1, 2, 3, 10, 100).map((count) => ({ kind: "truncated", count }) as const),
  lagging(ageMs),
  index.map((at) => ({ kind: "omitting", index: at }) as const),
  repeating(ageMs),
);

/** From before every earlier run of a single case. */
const longAgo = fc.constant(3_600_001);
export const outdatedPart = fc.oneof(lagging(longAgo), repeating(longAgo));
