/** The bot reads orders and positions; each part may fail or mislead. */
import type { ObservedOrder } from "../../domain/order.ts";
import type { ObservedPosition } from "../../domain/position.ts";
import type { Snapshot } from "../../domain/snapshot.ts";
import type { SimulatedExchange } from "../../exchange/simulated-exchange.ts";
import {
  describeSnapshotPart,
  readSnapshotPart,
  simplerSnapshotParts,
  snapshotPartSchema,
  type SnapshotPartStep,
} from "../snapshot-part.ts";
import { defineStep } from "../step-module.ts";

const ok = { kind: "ok" } as const;

export const snapshot = defineStep({
  kind: "snapshot",
  fields: { orders: snapshotPartSchema.default(ok), positions: snapshotPartSchema.default(ok) },
  describe: ({ orders, positions }) =>
    `snapshot: orders ${describeSnapshotPart(orders)}, positions ${describeSnapshotPart(positions)}`,
  shrink: (step) => [
    ...simplerSnapshotParts(step.orders).map((orders) => ({ ...step, orders })),
    ...simplerSnapshotParts(step.positions).map((positions) => ({ ...step, positions })),
  ],
  rename: (step) => step,
  apply: (step, simulation) => {
    // A read takes time, so a snapshot after a port call has a later time than the call.
    if (simulation.calls.lastCallAtMs() === simulation.nowMs()) simulation.advanceClock(1);
    const { exchange, exchangeNowMs } = simulation;
    simulation.snapshot = takeSnapshot(step, exchange, simulation.nowMs(), exchangeNowMs());
  },
});

/** The bot gives a part the time of its own clock. `exchangeNowMs` is that of the exchange. */
export function takeSnapshot(
  { orders, positions }: Readonly<Record<"orders" | "positions", SnapshotPartStep>>,
  exchange: SimulatedExchange,
  nowMs: number,
  exchangeNowMs = nowMs,
): Snapshot {
  const aheadMs = nowMs - exchangeNowMs;
  const atExchange = (atMs: number | null) => (atMs === null ? null : atMs - aheadMs);
  return {
    orders: readSnapshotPart(orders, nowMs, {
      itemsAt: (atMs) => exchange.listedOrders(atExchange(atMs)),
      isSame: isSameOrder,
    }),
    positions: readSnapshotPart(positions, nowMs, {
      itemsAt: (atMs) => exchange.positions(atExchange(atMs)),
      isSame: isSamePosition,
    }),
  };
}

function isSameOrder(one: ObservedOrder, other: ObservedOrder): boolean {
  return one.clientOrderId === other.clientOrderId;
}

function isSamePosition(one: ObservedPosition, other: ObservedPosition): boolean {
  return one.symbol === other.symbol && one.positionSide === other.positionSide;
}
