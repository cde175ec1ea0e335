/** Steps of one or two runs, on snapshots that are ok, old, stale, from the future or failed. */
import * as fc from "fast-check";
import type { SnapshotPartStep, Step } from "../../src/scenario/step.ts";
import { portFaults } from "./port-fault.ts";

export type FaultMix = {
  readonly snapshot: number;
  readonly port: number;
  readonly secondRun: number;
  /** Between the two runs. */
  readonly waitsMs?: readonly number[];
};

const usualWaitsMs = [60_000, 59_999, 0, 1_000];

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
      eventsAccepted: fc.constantFrom(null, null, null, null, null, 0, 0, 0, 1, 2, 3),
      faults: portFaults(faultMix.port),
      orders: part,
      positions: part,
      hasSecondSnapshot: fc.constantFrom(true, true, true, true, false),
      waitMs: fc.oneof(
        { arbitrary: fc.constant(null), weight: 4 },
        {
          arbitrary: fc.constantFrom(...(faultMix.waitsMs ?? usualWaitsMs)),
          weight: faultMix.secondRun,
        },
      ),
    })
    .map(({ eventsAccepted, faults, orders, positions, ...second }): readonly Step[] => [
      ...(eventsAccepted === null
        ? []
        : [{ kind: "set-audit-fault", writable: false, afterEvents: eventsAccepted } as const]),
      ...(faults.length === 0 ? [] : [{ kind: "set-port-faults", faults } as const]),
      { kind: "snapshot", orders, positions },
      { kind: "reconcile" },
      ...(second.waitMs === null ? [] : secondRun(second.waitMs, second.hasSecondSnapshot)),
    ]);
}

/** Without another snapshot the second run sees the state from before the first run. */
function secondRun(ms: number, hasSecondSnapshot: boolean): Step[] {
  const ok: SnapshotPartStep = { kind: "ok" };
  return [
    ...(ms === 0 ? [] : [{ kind: "advance-clock", ms } as const]),
    ...(hasSecondSnapshot ? [{ kind: "snapshot", orders: ok, positions: ok } as const] : []),
    { kind: "reconcile" },
  ];
}
