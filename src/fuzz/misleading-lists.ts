/** Labels of lists that mislead: one that hides, repeats or outdates what a run has to know. */
import type { Case } from "../../properties/property.ts";
import { isLive, type ObservedOrder } from "../domain/order.ts";
import type { Snapshot } from "../domain/snapshot.ts";
import type { SnapshotPartStep, Step } from "../scenario/step.ts";
import type { RunContext } from "../simulation/observation.ts";

const labels = {
  shortOrders: "a list that hides an order",
  shortPositions: "a list that hides a position",
  lateOrders: "a list of orders from before a port call",
  latePositions: "a list of positions from before a port call",
  orderTwice: "an order shown twice",
  orderInTwoStates: "an order shown twice in two states",
  positionTwice: "a position shown twice",
  positionInTwoSizes: "a position shown twice with two quantities",
  noEndedOrders: "a list without ended orders",
} as const;

/** The minimum share of random cases. Two states at once need a change before the snapshot. */
export const misleadingLists: Readonly<Record<string, number>> = {
  [labels.shortOrders]: 0.01,
  [labels.shortPositions]: 0.01,
  [labels.lateOrders]: 0.005,
  [labels.latePositions]: 0.005,
  [labels.orderTwice]: 0.02,
  [labels.orderInTwoStates]: 0.0008,
  [labels.positionTwice]: 0.02,
  [labels.positionInTwoSizes]: 0.0003,
  [labels.noEndedOrders]: 0.03,
};

type SnapshotStep = Extract<Step, { kind: "snapshot" }>;

/** Adds the labels of a scenario of one or two runs. */
export function addMisleadingLists({ scenario, observation }: Case, found: Set<string>): void {
  const { exchange, steps } = scenario;
  const isOpenOnly = exchange.listsOnlyOpenOrders === true;
  if (isOpenOnly && exchange.orders.some(hasEnded)) found.add(labels.noEndedOrders);
  let [run, snapshot]: [number, SnapshotStep | null] = [0, null];
  for (const step of steps) {
    if (step.kind === "snapshot") snapshot = step;
    if (step.kind !== "reconcile") continue;
    const context = observation.runContexts[run];
    run += 1;
    if (snapshot === null || context === undefined) continue;
    const { orders, positions } = snapshot;
    // Nearly all snapshots are of these kinds.
    if (orders.kind === "ok" && positions.kind === "ok") continue;
    const entries = isOpenOnly ? exchange.orders.filter(isLiveOrder) : exchange.orders;
    if (hides(orders, entries.length)) found.add(labels.shortOrders);
    if (hides(positions, exchange.positions.length)) found.add(labels.shortPositions);
    if (isBeforeCall(orders, context.snapshot.orders, context)) found.add(labels.lateOrders);
    if (isBeforeCall(positions, context.snapshot.positions, context)) {
      found.add(labels.latePositions);
    }
    if (orders.kind === "repeating") addOrderCopies(context.snapshot, found);
    if (positions.kind === "repeating") addPositionCopies(context.snapshot, found);
  }
}

const isLiveOrder = ({ status }: ObservedOrder): boolean => isLive(status);
const hasEnded = ({ status }: ObservedOrder): boolean => !isLive(status);

/** `entries` is how many the list has when the scenario starts. */
function hides(part: SnapshotPartStep, entries: number): boolean {
  if (part.kind === "omitting") return entries > 0;
  return part.kind === "truncated" && part.count < entries;
}

function isBeforeCall(
  part: SnapshotPartStep,
  { takenAtMs }: { readonly takenAtMs: number },
  { lastPortCallAtMs }: RunContext,
): boolean {
  if (part.kind !== "lagging" || lastPortCallAtMs === null) return false;
  return takenAtMs > lastPortCallAtMs && takenAtMs - part.ageMs < lastPortCallAtMs;
}

function addOrderCopies({ orders }: Snapshot, found: Set<string>): void {
  if (orders.status === "failed") return;
  const statuses = new Map<string, string>();
  for (const { clientOrderId, orderId, symbol, status } of orders.items) {
    const key = `${symbol} ${clientOrderId} ${orderId}`;
    const other = statuses.get(key);
    statuses.set(key, status);
    if (other === undefined) continue;
    found.add(labels.orderTwice);
    if (other !== status) found.add(labels.orderInTwoStates);
  }
}

function addPositionCopies({ positions }: Snapshot, found: Set<string>): void {
  if (positions.status === "failed") return;
  for (const [at, { symbol, positionSide, quantity }] of positions.items.entries()) {
    for (const other of positions.items.slice(0, at)) {
      if (other.symbol !== symbol || other.positionSide !== positionSide) continue;
      found.add(labels.positionTwice);
      if (other.quantity !== quantity) found.add(labels.positionInTwoSizes);
    }
  }
}
