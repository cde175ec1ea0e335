import * as fc from "fast-check";
import type { Step } from "../../../src/scenario/step.ts";
import { type StepGenerator } from "../step-generator.ts";

const snapshotAndRun: readonly Step[] = [
  { kind: "snapshot", orders: { kind: "ok" }, positions: { kind: "ok" } },
  { kind: "reconcile" },
];

/** Short jumps, because nothing is sent until the clock has passed the last port call again. */
const jumpMs = fc.constantFrom(
  -1,
  -1_000,
  -1_000,
  -5_001,
  -60_000,
  -3_600_000,
  1,
  60_000,
  3_600_000,
);

export const setClock: StepGenerator = {
  weight: 2,
  generate: fc.tuple(jumpMs, fc.boolean()).map(([byMs, hasRun]) => {
    const steps: readonly Step[] = [{ kind: "set-clock", byMs }];
    return () => (hasRun ? [...steps, ...snapshotAndRun] : steps);
  }),
};
