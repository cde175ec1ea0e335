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

/** The kinds of parts that mislead, each as likely as the others. */
export const misleadingParts = {
  truncated: fc
    .constantFrom(0, 0, 1, 2, 3, 10, 100)
    .map((count): SnapshotPartStep => ({ kind: "truncated", count })),
  lagging: lagging(ageMs),
  omitting: index.map((at): SnapshotPartStep => ({ kind: "omitting", index: at })),
  repeating: repeating(ageMs),
};

export const misleadingPart = fc.oneof(...Object.values(misleadingParts));

/** From before every earlier run of a single case. */
const longAgo = fc.constant(3_600_001);
export const repeatingPart = repeating(longAgo);
export const outdatedPart = fc.oneof(lagging(longAgo), repeatingPart);
