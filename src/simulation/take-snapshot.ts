/** What a look at the exchange shows: each part with its own time, and its own faultMix. */
import type { Snapshot, SnapshotPart } from "../domain/snapshot.ts";
import type { SnapshotPartStep, Step } from "../scenario/step.ts";
import type { SimulatedExchange } from "../exchange/simulated-exchange.ts";

export function takeSnapshot(
  { orders, positions }: Extract<Step, { kind: "snapshot" }>,
  exchange: SimulatedExchange,
  nowMs: number,
): Snapshot {
  return {
    orders: readPart(orders, nowMs, (atMs) => exchange.orders(atMs)),
    positions: readPart(positions, nowMs, (atMs) => exchange.positions(atMs)),
  };
}

/** `itemsAt` reads what there was at a time, or with null what there is. */
function readPart<Item>(
  part: SnapshotPartStep,
  nowMs: number,
  itemsAt: (atMs: number | null) => readonly Item[],
): SnapshotPart<Item> {
  switch (part.kind) {
    case "ok":
      return { status: "ok", takenAtMs: nowMs, items: itemsAt(null) };
    case "old": {
      const takenAtMs = nowMs - part.ageMs;
      return { status: "ok", takenAtMs, items: itemsAt(takenAtMs) };
    }
    case "future":
      return { status: "ok", takenAtMs: nowMs + part.skewMs, items: itemsAt(null) };
    case "failed":
      return { status: "failed", takenAtMs: nowMs, error: "the exchange did not answer" };
  }
}
