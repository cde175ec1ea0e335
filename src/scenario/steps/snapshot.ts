/** The bot reads orders and positions; each part may fail, or show an older state. */
import * as z from "zod";
import type { Snapshot, SnapshotPart } from "../../domain/snapshot.ts";
import { durationMsSchema } from "../../domain/time.ts";
import type { SimulatedExchange } from "../../exchange/simulated-exchange.ts";
import { defineStep } from "../step-module.ts";

const partSchema = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("ok") }),
    z.strictObject({ kind: z.literal("failed") }),
    /** The state of `ageMs` ago, with the time of then. */
    z.strictObject({ kind: z.literal("old"), ageMs: durationMsSchema }),
    /** The current state with a time `skewMs` ahead of now, as from a wrong clock. */
    z.strictObject({ kind: z.literal("future"), skewMs: durationMsSchema.min(1) }),
  ])
  .readonly();
export type SnapshotPartStep = z.infer<typeof partSchema>;

const ok = { kind: "ok" } as const;

export const snapshot = defineStep({
  kind: "snapshot",
  fields: { orders: partSchema.default(ok), positions: partSchema.default(ok) },
  describe: ({ orders, positions }) =>
    `snapshot: orders ${describePart(orders)}, positions ${describePart(positions)}`,
  shrink: (step) => [
    ...(step.orders.kind === "ok" ? [] : [{ ...step, orders: ok }]),
    ...(step.positions.kind === "ok" ? [] : [{ ...step, positions: ok }]),
  ],
  rename: (step) => step,
  apply: (step, simulation) => {
    // A read takes time, so a snapshot after a port call has a later time than the call.
    if (simulation.calls.lastCallAtMs() === simulation.nowMs()) simulation.advanceClock(1);
    simulation.snapshot = takeSnapshot(step, simulation.exchange, simulation.nowMs());
  },
});

function describePart(part: SnapshotPartStep): string {
  if (part.kind === "old") return `${part.ageMs} ms old`;
  return part.kind === "future" ? `${part.skewMs} ms in the future` : part.kind;
}

export function takeSnapshot(
  { orders, positions }: Readonly<Record<"orders" | "positions", SnapshotPartStep>>,
  exchange: SimulatedExchange,
  nowMs: number,
): Snapshot {
  return {
    orders: readPart(orders, nowMs, (atMs) => exchange.orders(atMs)),
    positions: readPart(positions, nowMs, (atMs) => exchange.positions(atMs)),
  };
}

/** `itemsAt` reads the items as of a time; null is now. */
function readPart<Item>(
  part: SnapshotPartStep,
  nowMs: number,
  itemsAt: (atMs: number | null) => readonly Item[],
): SnapshotPart<Item> {
  switch (part.kind) {
    case "ok":
      return { status: "ok", takenAtMs: nowMs, items: itemsAt(null) };
    case "old":
      return { status: "ok", takenAtMs: nowMs - part.ageMs, items: itemsAt(nowMs - part.ageMs) };
    case "future":
      return { status: "ok", takenAtMs: nowMs + part.skewMs, items: itemsAt(null) };
    case "failed":
      return { status: "failed", takenAtMs: nowMs, error: "the exchange did not answer" };
  }
}
