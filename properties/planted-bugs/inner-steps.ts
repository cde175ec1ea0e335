/** Faults with what happens within a run, and between two reads of a snapshot. */
import { add, negate, signOf, zero } from "../../src/domain/decimal.ts";
import type { PortReply } from "../../src/domain/port-call.ts";
import type { Snapshot } from "../../src/domain/snapshot.ts";
import { applyOrderUpdate, type OrderUpdate } from "../../src/pipeline/order-update.ts";
import type { Port } from "../../src/pipeline/services.ts";
import { checkSnapshotPart } from "../../src/pipeline/snapshot-validity.ts";
import {
  decisionsWith,
  hooksWith,
  sequenceSiblings,
  siblings,
  withMemory,
  type Hooks,
  type PlantedBug,
} from "./planted-bug.ts";

type Run = { readonly isActive: boolean; readonly update: OrderUpdate | null };
const noRun: Run = { isActive: false, update: null };

type Apply = NonNullable<Hooks["applyOrderUpdate"]>;

/** `port` gets the last update that arrived in the run, or null; `apply` is for updates in a run. */
function duringRuns(
  apply: Apply,
  port: (port: Port, lastUpdate: () => OrderUpdate | null) => Port = (usual) => usual,
) {
  return withMemory<Run>(noRun, (memory) =>
    hooksWith({
      inputs: () => {
        memory.value = { isActive: true, update: null };
        return {};
      },
      afterRun: () => {
        memory.value = noRun;
      },
      applyOrderUpdate: (expected, update) => {
        if (!memory.value.isActive) return applyOrderUpdate(expected, update);
        memory.value = { isActive: true, update };
        return apply(expected, update);
      },
      port: (usual) => port(usual, () => memory.value.update),
    }),
  );
}

/** The fill moves the position when the update arrives, and again with the reply that the run waits for. */
const bookedTwice: Apply = (expected, update) => {
  const once = applyOrderUpdate(expected, update);
  const quantityOf = (positions: typeof once.positions, { symbol, positionSide }: Place) =>
    positions.find((other) => other.symbol === symbol && other.positionSide === positionSide)
      ?.quantity ?? zero;
  const positions = once.positions.map((position) => {
    const moved = add(position.quantity, negate(quantityOf(expected.positions, position)));
    return { ...position, quantity: add(position.quantity, moved) };
  });
  return { ...once, positions };
};
type Place = Pick<ReturnType<Apply>["positions"][number], "symbol" | "positionSide">;

const notSent: PortReply = { status: "rejected", code: -1, message: "the bot did not send it" };

/** After an update the run sends nothing more. */
function endingPort(port: Port, lastUpdate: () => OrderUpdate | null): Port {
  const isOver = () => lastUpdate() !== null;
  return {
    cancelOrder: async (...sent) => (isOver() ? notSent : port.cancelOrder(...sent)),
    placeMarketOrder: async (...sent) => (isOver() ? notSent : port.placeMarketOrder(...sent)),
    cancelConditionalOrder: async (...sent) =>
      isOver() ? notSent : port.cancelConditionalOrder(...sent),
  };
}

/** The handler of updates and the run have one variable for the current order. */
function misdirectedPort(port: Port, lastUpdate: () => OrderUpdate | null): Port {
  return {
    ...port,
    cancelOrder: (permit, request) => {
      const update = lastUpdate();
      const { symbol, clientOrderId } = update ?? request;
      if (update === null) return port.cancelOrder(permit, request);
      const current = { symbol: symbol ?? request.symbol, clientOrderId };
      return port.cancelOrder(permit, { ...request, ...current });
    },
  };
}

/** By how much the list of orders is later than the list of positions, in milliseconds. */
function orderLagMs({ orders, positions }: Snapshot): number {
  return orders.takenAtMs - positions.takenAtMs;
}

export const innerStepBugs: readonly PlantedBug[] = [
  ...sequenceSiblings("snapshots-never-override-newer-updates/wrong-expected-status", 3, {
    "state-of-the-start-kept-after-a-run": duringRuns((expected) => expected),
  }),
  ...sequenceSiblings("snapshots-never-override-newer-updates/wrong-expected-position", 3, {
    "fill-within-a-run-booked-twice": duringRuns(bookedTwice),
  }),
  ...sequenceSiblings("permitted-remediations-are-executed/missing-remediation", 2, {
    "run-ends-at-an-order-update": duringRuns(applyOrderUpdate, endingPort),
  }),
  ...sequenceSiblings("one-call-per-intent/duplicate-call", 2, {
    "cancel-of-the-order-of-an-update": duringRuns(applyOrderUpdate, misdirectedPort),
  }),
  ...sequenceSiblings("snapshots-never-override-newer-updates/overridden-update", 2, {
    "one-time-for-all-parts-of-a-snapshot": hooksWith({
      snapshot: (snapshot) => {
        const { orders, positions } = snapshot;
        const lag = orderLagMs(snapshot);
        return lag >= 0 || lag < -10_000
          ? {}
          : { orders: { ...orders, takenAtMs: positions.takenAtMs } };
      },
    }),
  }),
  ...siblings("every-mismatch-is-reported/missing-mismatch", 2, {
    "parts-of-two-moments-rejected": decisionsWith({
      checkSnapshotPart: (part, snapshot, ...rest) => {
        const lag = Math.abs(orderLagMs(snapshot));
        if (part !== "positions" || lag === 0 || lag >= 1_000) {
          return checkSnapshotPart(part, snapshot, ...rest);
        }
        return { part, reason: "snapshot_unreadable", detail: "the parts have two times" };
      },
    }),
  }),
  ...siblings("no-mismatch-no-action/report-without-mismatch", 3, {
    // The list of positions cannot have a fill that came after it, and so the bot adds it.
    "fill-after-the-positions-added": hooksWith({
      snapshot: (snapshot) => {
        const { orders, positions } = snapshot;
        const lag = orderLagMs(snapshot);
        const isOfOneRead = lag > 0 && lag < 1_000;
        if (orders.status === "failed" || positions.status === "failed" || !isOfOneRead) return {};
        const added = orders.items.flatMap((order) => {
          const { symbol, positionSide, side, filledQuantity, price } = order;
          const isLater = order.updatedAtMs > positions.takenAtMs && signOf(filledQuantity) !== 0;
          const isListed = positions.items.some(
            (position) => position.symbol === symbol && position.positionSide === positionSide,
          );
          if (!isLater || isListed) return [];
          const quantity = side === "BUY" ? filledQuantity : negate(filledQuantity);
          return [{ symbol, positionSide, quantity, markPrice: price }];
        });
        return { positions: { ...positions, items: [...positions.items, ...added] } };
      },
    }),
  }),
];
