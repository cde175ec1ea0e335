/** What happens: one run or two, on snapshots that are fresh, late, early, stale or failed. */
import * as fc from "fast-check";
import type { SnapshotPartStep, Step } from "../../src/scenario/step.ts";
import { portFaults } from "./port-fault.ts";

export type FaultMix = {
  readonly snapshot: number;
  readonly port: number;
  readonly secondRun: number;
};

function snapshotPart(faultWeight: number): fc.Arbitrary<SnapshotPartStep> {
  return fc.oneof(
    { arbitrary: fc.constant<SnapshotPartStep>({ kind: "ok" }), weight: 8 },
    {
      arbitrary: fc.constantFrom<SnapshotPartStep[]>(
        { kind: "failed" },
        { kind: "failed" },
        { kind: "old", ageMs: 120_001 },
        { kind: "old", ageMs: 120_000 },
        { kind: "old", ageMs: 60_001 },
        { kind: "future", skewMs: 1 },
      ),
      weight: faultWeight,
    },
  );
}

export function steps(faultMix: FaultMix): fc.Arbitrary<readonly Step[]> {
  const part = snapshotPart(faultMix.snapshot);
  return fc
    .record({
      linesTaken: fc.constantFrom(null, null, null, null, null, 0, 0, 0, 1, 2, 3),
      faults: portFaults(faultMix.port),
      orders: part,
      positions: part,
      looksAgain: fc.constantFrom(true, true, true, true, false),
      again: fc.oneof(
        { arbitrary: fc.constant(null), weight: 4 },
        { arbitrary: fc.constantFrom(60_000, 59_999, 0, 1_000), weight: faultMix.secondRun },
      ),
    })
    .map(({ linesTaken, faults, orders, positions, looksAgain, again }): readonly Step[] => [
      ...(linesTaken === null
        ? []
        : [{ kind: "set-audit-fault", writable: false, afterEvents: linesTaken } as const]),
      ...(faults.length === 0 ? [] : [{ kind: "set-port-faults", faults } as const]),
      { kind: "snapshot", orders, positions },
      { kind: "reconcile" },
      ...(again === null ? [] : anotherRun(again, looksAgain)),
    ]);
}

/** Without a second look the run is shown what it has acted on already. */
function anotherRun(ms: number, looksAgain: boolean): Step[] {
  const fresh: SnapshotPartStep = { kind: "ok" };
  return [
    ...(ms === 0 ? [] : [{ kind: "advance-clock", ms } as const]),
    ...(looksAgain ? [{ kind: "snapshot", orders: fresh, positions: fresh } as const] : []),
    { kind: "reconcile" },
  ];
}
