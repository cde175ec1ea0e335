/** Faults in reading a snapshot, and in the decision whether it is usable. */
import type { ObservedOrder } from "../../src/domain/order.ts";
import type { Snapshot, SnapshotPart } from "../../src/domain/snapshot.ts";
import type { RunInputs } from "../../src/pipeline/run.ts";
import { checkSnapshotPart } from "../../src/pipeline/snapshot-validity.ts";
import { limitsWith, siblings, type Hooks, type PlantedBug } from "./planted-bug.ts";

let firstSnapshot: Snapshot | null = null;

function filterItems<Item>(part: SnapshotPart<Item>, isKept: (item: Item) => boolean) {
  return part.status === "ok" ? { ...part, items: part.items.filter(isKept) } : part;
}

/** Hides the other orders from the pipeline. */
export function ordersReadIf(
  isRead: (order: ObservedOrder, inputs: RunInputs, snapshot: Snapshot) => boolean,
): Hooks {
  return {
    snapshot: (snapshot, inputs) => ({
      orders: filterItems(snapshot.orders, (order) => isRead(order, inputs, snapshot)),
    }),
  };
}

function emptyIfFailed<Item>(part: SnapshotPart<Item>): SnapshotPart<Item> {
  return part.status === "ok" ? part : { ...part, status: "ok", items: [] };
}

const ageBoundaries = (
  [
    [
      "stale-limit-one-ms-too-long",
      1,
      "invalid-snapshots-cause-no-action/action-on-invalid-snapshot",
    ],
    ["stale-limit-one-ms-too-short", -1, "every-mismatch-is-reported/missing-mismatch"],
  ] as const
).map(([name, byMs, expectedFailure]): PlantedBug => ({
  name,
  expectedFailure,
  minimalSize: 3,
  hooks: { config: ({ snapshotAgeMsMax }) => ({ snapshotAgeMsMax: snapshotAgeMsMax + byMs }) },
}));

export const snapshotValidityBugs: readonly PlantedBug[] = [
  ...siblings("renaming-symbols-renames-the-plan/different-effects", 3, {
    "only-usdt-symbols-read": {
      hooks: {
        snapshot: ({ orders, positions }) => ({
          orders: filterItems(orders, ({ symbol }) => symbol.includes("USDT")),
          positions: filterItems(positions, ({ symbol }) => symbol.includes("USDT")),
        }),
      },
    },
    "btcusdt-positions-not-read": {
      hooks: {
        snapshot: ({ positions }) => ({
          positions: filterItems(positions, ({ symbol }) => symbol !== "BTCUSDT"),
        }),
      },
    },
  }),
  ...siblings("invalid-snapshots-cause-no-action/action-on-invalid-snapshot", 3, {
    "stale-snapshots-accepted": {
      hooks: { config: () => ({ snapshotAgeMsMax: 86_400_000 }) },
    },
    "stale-positions-accepted": {
      decisions: {
        checkSnapshotPart: (part, snapshot, ...rest) =>
          part === "positions" && snapshot.positions.status === "ok"
            ? null
            : checkSnapshotPart(part, snapshot, ...rest),
      },
    },
    "future-snapshots-accepted": {
      decisions: {
        checkSnapshotPart: (part, snapshot, config, nowMs, lastPortCallAtMs) => {
          const atMs = Math.max(nowMs, snapshot[part].takenAtMs);
          return checkSnapshotPart(part, snapshot, config, atMs, lastPortCallAtMs);
        },
      },
    },
    "failed-snapshot-read-as-empty": {
      issue: "TorchTrade#270",
      hooks: {
        snapshot: ({ orders, positions }) => ({
          orders: emptyIfFailed(orders),
          positions: emptyIfFailed(positions),
        }),
      },
    },
    "flatten-without-valid-orders": {
      decisions: limitsWith({ snapshotValid: () => null }),
    },
  }),
  ...ageBoundaries,
  {
    name: "snapshot-at-call-time-accepted",
    expectedFailure: "invalid-snapshots-cause-no-action/action-on-invalid-snapshot",
    minimalSize: 4,
    decisions: {
      checkSnapshotPart: (part, snapshot, config, nowMs, lastPortCallAtMs) => {
        const beforeMs = lastPortCallAtMs === null ? null : lastPortCallAtMs - 1;
        return checkSnapshotPart(part, snapshot, config, nowMs, beforeMs);
      },
    },
  },
  {
    name: "last-port-call-forgotten",
    expectedFailure: "invalid-snapshots-cause-no-action/action-on-invalid-snapshot",
    minimalSize: 4,
    hooks: { inputs: () => ({ lastPortCallAtMs: null }) },
  },
  {
    name: "failed-orders-read-as-empty",
    issue: "nautilus_trader#4230",
    expectedFailure: "invalid-snapshots-cause-no-action/mismatch-from-invalid-snapshot",
    minimalSize: 2,
    hooks: { snapshot: ({ orders }) => ({ orders: emptyIfFailed(orders) }) },
  },
  {
    name: "failed-snapshot-part-not-reported",
    issue: "ccxt/ccxt#29710",
    expectedFailure: "blocked-remediations-name-the-first-reason/wrong-run-status",
    minimalSize: 1,
    decisions: {
      checkSnapshotPart: (part, snapshot, ...rest) =>
        snapshot[part].status === "failed" ? null : checkSnapshotPart(part, snapshot, ...rest),
    },
  },
  {
    name: "first-snapshot-cached",
    expectedFailure: "a-warm-restart-plans-like-a-cold-one/different-runs",
    minimalSize: 3,
    isSequence: true,
    start: () => {
      firstSnapshot = null;
    },
    hooks: { snapshot: (snapshot) => (firstSnapshot ??= snapshot) },
  },
  {
    name: "last-order-not-read",
    expectedFailure: "every-mismatch-is-reported/missing-mismatch",
    minimalSize: 3,
    hooks: {
      snapshot: ({ orders }) =>
        orders.status === "ok" ? { orders: { ...orders, items: orders.items.slice(0, -1) } } : {},
    },
  },
  {
    // Each page starts after the last id, as if the venue sorted by id.
    name: "orders-paged-by-id",
    expectedFailure: "input-order-does-not-matter/different-effects",
    minimalSize: 4,
    hooks: {
      snapshot: ({ orders }) => {
        let last = -1n;
        return {
          orders: filterItems(orders, ({ orderId }) => {
            const isNext = BigInt(orderId) > last;
            if (isNext) last = BigInt(orderId);
            return isNext;
          }),
        };
      },
    },
  },
];
