/** Steps of one or two runs, on snapshots that are ok, old, stale, from the future or failed, or that mislead. */
import * as fc from "fast-check";
import type { SnapshotPartStep, Step } from "../../src/scenario/step.ts";
import { portFaults } from "./port-fault.ts";
import { misleadingPart, outdatedPart } from "./snapshot-part.ts";

export type FaultMix = {
  readonly snapshot: number;
  readonly port: number;
  readonly secondRun: number;
  /** Between the two runs. */
  readonly waitsMs?: readonly number[];
};

const usualWaitsMs = [60_000, 59_999, 0, 1_000];

const ok: SnapshotPartStep = { kind: "ok" };

function snapshotPart(faultWeight: number): fc.Arbitrary<SnapshotPartStep> {
  return fc.oneof(
    { arbitrary: fc.constant(ok), weight: 16 },
    {
      arbitrary: fc.constantFrom<SnapshotPartStep[]>(
        { kind: "failed" },
        { kind: "failed" },
        { kind: "old", ageMs: 120_001 },
        { kind: "old", ageMs: 120_000 },
        { kind: "old", ageMs: 60_001 },
        { kind: "future", skewMs: 1 },
      ),
      weight: 2 * faultWeight,
    },
    { arbitrary: misleadingPart, weight: 1 },
  );
}

const secondPart = fc.oneof(
  { arbitrary: fc.constant(ok), weight: 10 },
  { arbitrary: misleadingPart, weight: 1 },
  { arbitrary: outdatedPart, weight: 2 },
);

export function steps(faultMix: FaultMix): fc.Arbitrary<readonly Step[]> {
  const part = snapshotPart(faultMix.snapshot);
  return fc
    .record({
      eventsAccepted: fc.constantFrom(null, null, null, null, null, 0, 0, 0, 1, 2, 3),
      faults: portFaults(faultMix.port),
      orders: part,
      positions: part,
      hasSecondSnapshot: fc.constantFrom(true, true, true, true, false),
      secondOrders: secondPart,
      secondPositions: secondPart,
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
      ...secondRun(second),
    ]);
}

type Second = {
  readonly waitMs: number | null;
  readonly hasSecondSnapshot: boolean;
  readonly secondOrders: SnapshotPartStep;
  readonly secondPositions: SnapshotPartStep;
};

/** Without another snapshot the second run sees the state from before the first run. */
function secondRun({
  waitMs: ms,
  hasSecondSnapshot,
  secondOrders: orders,
  secondPositions: positions,
}: Second): Step[] {
  if (ms === null) return [];
  return [
    ...(ms === 0 ? [] : [{ kind: "advance-clock", ms } as const]),
    ...(hasSecondSnapshot ? [{ kind: "snapshot", orders, positions } as const] : []),
    { kind: "reconcile" },
  ];
}
