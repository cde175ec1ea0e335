/** What happens: one run or two, on snapshots that are fresh, late, early, stale or failed. */
import * as fc from "fast-check";
import type { SnapshotPartStep, Step } from "../../src/scenario/step.ts";
import { portBehaviours } from "./port-fault.ts";

export type Trouble = {
  readonly snapshot: number;
  readonly port: number;
  readonly secondRun: number;
};

function snapshotPart(troubleWeight: number): fc.Arbitrary<SnapshotPartStep> {
  return fc.oneof(
    { arbitrary: fc.constant<SnapshotPartStep>({ status: "ok" }), weight: 8 },
    {
      arbitrary: fc.constantFrom<SnapshotPartStep[]>(
        { status: "failed" },
        { status: "failed" },
        { status: "late", lateMs: 120_001 },
        { status: "late", lateMs: 120_000 },
        { status: "late", lateMs: 60_001 },
        { status: "early", earlyMs: 1 },
      ),
      weight: troubleWeight,
    },
  );
}

export function steps(trouble: Trouble): fc.Arbitrary<readonly Step[]> {
  const part = snapshotPart(trouble.snapshot);
  return fc
    .record({
      linesTaken: fc.constantFrom(null, null, null, null, null, 0, 0, 0, 1, 2, 3),
      replies: portBehaviours(trouble.port),
      orders: part,
      positions: part,
      looksAgain: fc.constantFrom(true, true, true, true, false),
      again: fc.oneof(
        { arbitrary: fc.constant(null), weight: 4 },
        { arbitrary: fc.constantFrom(60_000, 59_999, 0, 1_000), weight: trouble.secondRun },
      ),
    })
    .map(({ linesTaken, replies, orders, positions, looksAgain, again }): readonly Step[] => [
      ...(linesTaken === null
        ? []
        : [{ kind: "audit-behaves", writable: false, afterLines: linesTaken } as const]),
      ...(replies.length === 0 ? [] : [{ kind: "port-behaves", replies } as const]),
      { kind: "snapshot", orders, positions },
      { kind: "reconcile" },
      ...(again === null ? [] : anotherRun(again, looksAgain)),
    ]);
}

/** Without a second look the run is shown what it has acted on already. */
function anotherRun(ms: number, looksAgain: boolean): Step[] {
  const fresh: SnapshotPartStep = { status: "ok" };
  return [
    ...(ms === 0 ? [] : [{ kind: "advance-clock", ms } as const]),
    ...(looksAgain ? [{ kind: "snapshot", orders: fresh, positions: fresh } as const] : []),
    { kind: "reconcile" },
  ];
}
