import { expect, test } from "vitest";
import { dryRun, live, longPosition, outcomes, type Parts } from "../test-fixtures/observe.ts";
import { observedOrder, scenarioWith, startsAtMs } from "../test-fixtures/scenarios.ts";
import { checkSnapshotPart } from "./snapshot-validity.ts";

const oldBy = (ageMs: number) => ({ kind: "old", ageMs }) as const;

test.each<[string, Parts["steps"], string[], string | null]>([
  [
    "fresh to the last millisecond",
    [
      { kind: "snapshot", orders: oldBy(120_000), positions: oldBy(120_000) },
      { kind: "reconcile" },
    ],
    ["planned"],
    null,
  ],
  [
    "stale orders",
    [{ kind: "snapshot", orders: oldBy(120_001) }, { kind: "reconcile" }],
    ["snapshot_stale"],
    "snapshot_stale",
  ],
  [
    "failed orders",
    [{ kind: "snapshot", orders: { kind: "failed" } }, { kind: "reconcile" }],
    ["snapshot_unreadable"],
    "snapshot_unreadable",
  ],
  [
    "stale positions",
    [{ kind: "snapshot", positions: oldBy(120_001) }, { kind: "reconcile" }],
    [],
    "snapshot_stale",
  ],
  [
    "failed positions",
    [{ kind: "snapshot", positions: { kind: "failed" } }, { kind: "reconcile" }],
    [],
    "snapshot_unreadable",
  ],
  ["no snapshot at all", [{ kind: "reconcile" }], [], "snapshot_unreadable"],
  [
    "a snapshot that aged",
    [{ kind: "snapshot" }, { kind: "advance-clock", ms: 120_001 }, { kind: "reconcile" }],
    [],
    "snapshot_stale",
  ],
] as const)("snapshot: %s", async (_, steps, expected, blockReason) => {
  const parts = { steps, exchange: { positions: [longPosition] } } as Parts;
  const planned = await dryRun(parts);
  expect(outcomes(planned)).toEqual(expected);
  expect(planned.run.blockReason).toBe(blockReason);
  expect(planned.run.status).toBe(blockReason === null ? "planned" : "blocked");
});

test("orders are cancelled when only the positions failed", async () => {
  const seen = await live({
    steps: [{ kind: "snapshot", positions: { kind: "failed" } }, { kind: "reconcile" }],
    exchange: { orders: [observedOrder()], positions: [longPosition] },
  });
  expect(outcomes(seen)).toEqual(["executed"]);
});

test("a snapshot from the future is stale, because its age is unknown", () => {
  const part = { status: "ok", takenAtMs: startsAtMs + 1, items: [] } as const;
  const snapshot = { orders: part, positions: part };
  const { config } = scenarioWith();
  expect(checkSnapshotPart("orders", snapshot, config, startsAtMs, null)?.reason).toBe(
    "snapshot_stale",
  );
  expect(checkSnapshotPart("orders", snapshot, config, startsAtMs + 1, null)).toBeNull();
});

test("a snapshot that is not newer than the last port call is stale", () => {
  const part = { status: "ok", takenAtMs: startsAtMs, items: [] } as const;
  const snapshot = { orders: part, positions: part };
  const { config } = scenarioWith();
  const reasonAfter = (lastCallAtMs: number) =>
    checkSnapshotPart("positions", snapshot, config, startsAtMs + 5, lastCallAtMs)?.reason ?? null;
  expect([
    reasonAfter(startsAtMs - 1),
    reasonAfter(startsAtMs),
    reasonAfter(startsAtMs + 1),
  ]).toEqual([null, "snapshot_stale", "snapshot_stale"]);
});
