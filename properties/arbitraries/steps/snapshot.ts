import * as fc from "fast-check";
import type { SnapshotPartStep } from "../../../src/scenario/step.ts";
import { always, type StepGenerator } from "../step-generator.ts";

const part = fc.constantFrom<SnapshotPartStep[]>(
  ...Array.from({ length: 5 }, () => ({ kind: "ok" }) as const),
  { kind: "failed" },
  { kind: "old", ageMs: 1_000 },
  { kind: "old", ageMs: 120_001 },
  { kind: "future", skewMs: 1 },
);

export const snapshot: StepGenerator = {
  weight: 4,
  generate: fc
    .tuple(part, part)
    .map(([orders, positions]) => always({ kind: "snapshot", orders, positions })),
};
