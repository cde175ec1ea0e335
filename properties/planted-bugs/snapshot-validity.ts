/** Faults in reading a snapshot, and in the decision whether it is usable. */
import type { ObservedOrder } from "../../src/domain/order.ts";
import type { Snapshot, SnapshotPart } from "../../src/domain/snapshot.ts";
import type { RunInputs } from "../../src/pipeline/run.ts";
import { checkSnapshotPart } from "../../src/pipeline/snapshot-validity.ts";
import { configWith, limitsWith, sequenceSiblings, siblings, withMemory } from "./planted-bug.ts";
import type { Hooks, PlantedBug } from "./planted-bug.ts";

const snapshotRead = (snapshot: Required<Hooks>["snapshot"]) => ({ hooks: { snapshot } });
const checked = (check: typeof checkSnapshotPart) => ({ decisions: { checkSnapshotPart: check } });

function filterItems<Item>(part: SnapshotPart<Item>, isKept: (item: Item) => boolean) {
  return part.status === "ok" ? { ...part, items: part.items.filter(isKept) } : part;
}

/** Hides the other orders from the pipeline. */
export function ordersReadIf(
  isRead: (order: ObservedOrder, inputs: RunInputs, snapshot: Snapshot) => boolean,
) {
  return snapshotRead((snapshot, inputs) => ({
    orders: filterItems(snapshot.orders, (order) => isRead(order, inputs, snapshot)),
  }));
}

function emptyIfFailed<Item>(part: SnapshotPart<Item>): SnapshotPart<Item> {
  return part.status === "ok" ? part : { ...part, status: "ok", items: [] };
}

const ageMsMaxBy = (byMs: number): { readonly hooks: Hooks } => ({
  hooks: { config: ({ snapshotAgeMsMax }) => ({ snapshotAgeMsMax: snapshotAgeMsMax + byMs }) },
});

export const snapshotValidityBugs: readonly PlantedBug[] = [
  ...siblings("renaming-symbols-renames-the-plan/different-effects", 3, {
    "only-usdt-symbols-read": snapshotRead(({ orders, positions }) => ({
      orders: filterItems(orders, ({ symbol }) => symbol.includes("USDT")),
      positions: filterItems(positions, ({ symbol }) => symbol.includes("USDT")),
    })),
    "btcusdt-positions-not-read": snapshotRead(({ positions }) => ({
      positions: filterItems(positions, ({ symbol }) => symbol !== "BTCUSDT"),
    })),
  }),
  ...siblings("invalid-snapshots-cause-no-action/action-on-invalid-snapshot", 3, {
    "stale-snapshots-accepted": configWith({ snapshotAgeMsMax: 86_400_000 }),
    "stale-limit-one-ms-too-long": ageMsMaxBy(1),
    "stale-positions-accepted": checked((part, snapshot, ...rest) =>
      part === "positions" && snapshot.positions.status === "ok"
        ? null
        : checkSnapshotPart(part, snapshot, ...rest),
    ),
    "future-snapshots-accepted": checked((part, snapshot, config, nowMs, lastPortCallAtMs) => {
      const atMs = Math.max(nowMs, snapshot[part]?.takenAtMs ?? 0);
      return checkSnapshotPart(part, snapshot, config, atMs, lastPortCallAtMs);
    }),
    "failed-snapshot-read-as-empty": {
      minimalSize: 2,
      issue: "TorchTrade#270",
      ...snapshotRead(({ orders, positions }) => ({
        orders: emptyIfFailed(orders),
        positions: emptyIfFailed(positions),
      })),
    },
    "flatten-without-valid-orders": limitsWith({ snapshotValid: () => null }),
    "snapshot-at-call-time-accepted": {
      minimalSize: 4,
      ...checked((part, snapshot, config, nowMs, lastPortCallAtMs) => {
        const beforeMs = lastPortCallAtMs === null ? null : lastPortCallAtMs - 1;
        return checkSnapshotPart(part, snapshot, config, nowMs, beforeMs);
      }),
    },
    "last-port-call-forgotten": {
      minimalSize: 4,
      hooks: { inputs: () => ({ lastPortCallAtMs: null }) },
    },
  }),
  ...siblings("invalid-snapshots-cause-no-action/mismatch-from-invalid-snapshot", 2, {
    "failed-orders-read-as-empty": {
      issue: "nautilus_trader#4230",
      ...snapshotRead(({ orders }) => ({ orders: emptyIfFailed(orders) })),
    },
  }),
  ...siblings("blocked-remediations-name-the-first-reason/wrong-run-status", 1, {
    "failed-snapshot-part-not-reported": {
      issue: "ccxt/ccxt#29710",
      ...checked((part, snapshot, ...rest) =>
        snapshot[part]?.status === "failed" ? null : checkSnapshotPart(part, snapshot, ...rest),
      ),
    },
  }),
  ...sequenceSiblings("a-warm-restart-plans-like-a-cold-one/different-runs", 3, {
    "first-snapshot-cached": withMemory<Snapshot | null>(null, (first) =>
      snapshotRead((snapshot) => (first.value ??= snapshot)),
    ),
  }),
  ...siblings("every-mismatch-is-reported/missing-mismatch", 3, {
    "stale-limit-one-ms-too-short": ageMsMaxBy(-1),
    "last-order-not-read": snapshotRead(({ orders }) =>
      orders.status === "ok" ? { orders: { ...orders, items: orders.items.slice(0, -1) } } : {},
    ),
  }),
  ...siblings("input-order-does-not-matter/different-effects", 4, {
    // Each page starts after the last id, as if the venue sorted by id.
    "orders-paged-by-id": snapshotRead(({ orders }) => {
      let last = -1n;
      return {
        orders: filterItems(orders, ({ orderId }) => {
          const isNext = BigInt(orderId) > last;
          if (isNext) last = BigInt(orderId);
          return isNext;
        }),
      };
    }),
  }),
];
