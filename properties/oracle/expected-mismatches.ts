/**
 * The mismatches that a correct pipeline finds, computed from the scenario and the run's context.
 * This code is slow and plain on purpose: it shares nothing with the pipeline that it judges.
 */
import type { RunContext } from "../../src/simulation/observation.ts";
import type { MismatchType, NamedMismatch } from "../../src/domain/mismatch.ts";
import type { ObservedOrder, OrderStatus } from "../../src/domain/order.ts";
import type { ObservedPosition } from "../../src/domain/position.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { isOwnOrder } from "./own-order.ts";
import { isContradictory, ordersOnce, positionsOnce } from "./shown-once.ts";

export type ExpectedMismatch = {
  readonly type: MismatchType;
  readonly symbol: string;
  readonly positionSide: string;
  /** Empty for a position. */
  readonly clientOrderId: string;
  /** As observed; null for a missing order and for a position. */
  readonly order: ObservedOrder | null;
  readonly position: ObservedPosition | null;
};

const terminalStatuses = new Set<OrderStatus>(["FILLED", "CANCELLED", "REJECTED", "EXPIRED"]);

export function isLiveOrder(order: { readonly status: OrderStatus } | null): boolean {
  return order !== null && !terminalStatuses.has(order.status);
}

/** Null for a part that a run may use. */
export function snapshotRejection(
  part: "orders" | "positions",
  { snapshot, atMs, lastPortCallAtMs }: RunContext,
  { config }: Scenario,
): "snapshot_unreadable" | "snapshot_stale" | null {
  const { status, takenAtMs } = snapshot[part];
  if (status === "failed") return "snapshot_unreadable";
  const isBeforeCall = lastPortCallAtMs !== null && takenAtMs <= lastPortCallAtMs;
  const ageMs = atMs - takenAtMs;
  if (isBeforeCall || ageMs < 0 || ageMs > config.snapshotAgeMsMax) return "snapshot_stale";
  return part === "positions" && isUnclear(snapshot) ? "snapshot_unreadable" : null;
}

function isUnclear({ positions }: RunContext["snapshot"]): boolean {
  return (
    positions.status === "ok" && positions.items.length > 1 && isContradictory(positions.items)
  );
}

export function isUsable(
  part: "orders" | "positions",
  context: RunContext,
  scenario: Scenario,
): boolean {
  return snapshotRejection(part, context, scenario) === null;
}

/** In processing order. */
export function expectedMismatches(scenario: Scenario, context: RunContext): ExpectedMismatch[] {
  const mismatches: ExpectedMismatch[] = [];
  if (isUsable("orders", context, scenario)) {
    addExpectedOrders(mismatches, scenario, context);
    addUnexpectedOrders(mismatches, scenario, context);
  }
  if (isUsable("positions", context, scenario)) addPositions(mismatches, scenario, context);
  return mismatches.length < 2 ? mismatches : mismatches.toSorted(compare);
}

export function isSameMismatch(
  expected: ExpectedMismatch | undefined,
  reported: NamedMismatch,
): boolean {
  return (
    expected?.type === reported.type &&
    expected.symbol === reported.symbol &&
    expected.positionSide === reported.positionSide &&
    expected.clientOrderId === ("clientOrderId" in reported ? reported.clientOrderId : "")
  );
}

const ranks: Readonly<Record<MismatchType, number>> = {
  ORDER_EXISTS_UNEXPECTED: 1,
  ORDER_STATUS_DIVERGENCE: 2,
  ORDER_MISSING_ON_EXCHANGE: 3,
  POSITION_NONZERO_UNEXPECTED: 4,
};

// No two mismatches have the same type, symbol, side and id.
function compare(left: ExpectedMismatch, right: ExpectedMismatch): number {
  if (left.type !== right.type) return ranks[left.type] - ranks[right.type];
  if (left.symbol !== right.symbol) return left.symbol < right.symbol ? -1 : 1;
  if (left.positionSide !== right.positionSide) {
    return left.positionSide < right.positionSide ? -1 : 1;
  }
  return left.clientOrderId < right.clientOrderId ? -1 : 1;
}

function addExpectedOrders(
  mismatches: ExpectedMismatch[],
  { config: { orderGracePeriodMs } }: Scenario,
  { expected, snapshot: { orders } }: RunContext,
): void {
  if (orders.status === "failed") return;
  const listed = ordersOnce(orders.items);
  for (const order of expected.orders) {
    const { symbol, clientOrderId, createdAtMs, updatedAtMs, status } = order;
    // A snapshot does not contradict an order that was updated after it.
    if ((updatedAtMs ?? createdAtMs) > orders.takenAtMs) continue;
    const observed = listed.find(
      (item) => item.clientOrderId === clientOrderId && item.symbol === symbol,
    );
    if (observed === undefined) {
      const isOld = orders.takenAtMs - createdAtMs > orderGracePeriodMs;
      if (!isLiveOrder(order) || !isOld) continue;
      mismatches.push(orderMismatch("ORDER_MISSING_ON_EXCHANGE", order, null));
    } else {
      const agrees = isLiveOrder(order)
        ? observed.status === "OPEN" || observed.status === "PARTIALLY_FILLED"
        : observed.status === status;
      if (!agrees) mismatches.push(orderMismatch("ORDER_STATUS_DIVERGENCE", observed, observed));
    }
  }
}

function addUnexpectedOrders(
  mismatches: ExpectedMismatch[],
  { config }: Scenario,
  { expected, snapshot: { orders } }: RunContext,
): void {
  if (orders.status === "failed") return;
  for (const order of ordersOnce(orders.items)) {
    const { symbol, clientOrderId } = order;
    if (!isLiveOrder(order)) continue;
    const isExpected = expected.orders.some(
      (item) => item.clientOrderId === clientOrderId && item.symbol === symbol,
    );
    if (isExpected || !isOwnOrder(clientOrderId, config)) continue;
    mismatches.push(orderMismatch("ORDER_EXISTS_UNEXPECTED", order, order));
  }
}

function orderMismatch(
  type: MismatchType,
  named: Pick<ExpectedMismatch, "symbol" | "positionSide" | "clientOrderId">,
  order: ObservedOrder | null,
): ExpectedMismatch {
  const { symbol, positionSide, clientOrderId } = named;
  return { type, symbol, positionSide, clientOrderId, order, position: null };
}

function addPositions(
  mismatches: ExpectedMismatch[],
  { config }: Scenario,
  { expected, snapshot: { positions } }: RunContext,
): void {
  if (positions.status === "failed") return;
  for (const position of positionsOnce(positions.items)) {
    const { symbol, positionSide, quantity } = position;
    if (isZero(quantity)) continue;
    const entries = expected.positions.filter((item) => item.symbol === symbol);
    if (entries.length === 0 && !config.symbolWhitelist.includes(symbol)) continue;
    if (entries.some((item) => item.positionSide === positionSide && !isZero(item.quantity))) {
      continue;
    }
    const type = "POSITION_NONZERO_UNEXPECTED";
    mismatches.push({ type, symbol, positionSide, clientOrderId: "", order: null, position });
  }
}

export function isZero(quantity: string): boolean {
  return !/[1-9]/.test(quantity);
}
