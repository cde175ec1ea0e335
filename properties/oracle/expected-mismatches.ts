/**
 * The mismatches that a correct pipeline finds, computed from the scenario and the run's context.
 * This code is slow and plain on purpose: it shares nothing with the pipeline that it judges.
 */
import type { RunContext } from "../../src/simulation/observation.ts";
import type { MismatchType, NamedMismatch } from "../../src/domain/mismatch.ts";
import type { ObservedConditionalOrder } from "../../src/domain/conditional-order.ts";
import type { AnyOrderStatus, ExpectedOrder, ObservedOrder } from "../../src/domain/order.ts";
import type { ObservedPosition } from "../../src/domain/position.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { isCancellableStatus, isLiveOrder } from "./order-status.ts";
import { isOwnOrder } from "./own-order.ts";
import { isContradictory, ordersOnce, positionsOnce } from "./shown-once.ts";

export type ExpectedMismatch = {
  readonly type: MismatchType;
  readonly symbol: string;
  readonly positionSide: string;
  /** Empty for a position. */
  readonly clientOrderId: string;
  /** As observed; null for a missing order and for a position. */
  readonly order: ListedOrder | null;
  readonly position: ObservedPosition | null;
  /** Of the list of conditional orders. */
  readonly orderList?: "conditional" | undefined;
};

/** Of either list. */
export type ListedOrder = ObservedOrder | ObservedConditionalOrder;

export type SnapshotPartName = "orders" | "positions" | "conditionalOrders";

/** Null for a part that a run may use, and for one that the snapshot does not have. */
export function snapshotRejection(
  part: SnapshotPartName,
  { snapshot, atMs, lastPortCallAtMs }: RunContext,
  { config }: Scenario,
): "snapshot_unreadable" | "snapshot_stale" | null {
  const read = snapshot[part];
  if (read === undefined) return null;
  const { status, takenAtMs } = read;
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

export function isUsable(part: SnapshotPartName, context: RunContext, scenario: Scenario): boolean {
  return snapshotRejection(part, context, scenario) === null;
}

/** In processing order. */
export function expectedMismatches(scenario: Scenario, context: RunContext): ExpectedMismatch[] {
  const mismatches: ExpectedMismatch[] = [];
  const { orders, conditionalOrders } = context.snapshot;
  if (orders.status === "ok" && isUsable("orders", context, scenario)) {
    addOrders(mismatches, scenario, context.expected.orders, orders, undefined);
  }
  const { conditionalOrders: known = [] } = context.expected;
  if (conditionalOrders?.status === "ok" && isUsable("conditionalOrders", context, scenario)) {
    addOrders(mismatches, scenario, known, conditionalOrders, "conditional");
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
    expected.clientOrderId === ("clientOrderId" in reported ? reported.clientOrderId : "") &&
    expected.orderList === ("orderList" in reported ? reported.orderList : undefined)
  );
}

const ranks: Readonly<Record<MismatchType, number>> = {
  ORDER_EXISTS_UNEXPECTED: 1,
  ORDER_STATUS_DIVERGENCE: 2,
  ORDER_MISSING_ON_EXCHANGE: 3,
  POSITION_NONZERO_UNEXPECTED: 4,
};

// No two mismatches have the same type, symbol, side, id and list.
function compare(left: ExpectedMismatch, right: ExpectedMismatch): number {
  if (left.type !== right.type) return ranks[left.type] - ranks[right.type];
  if (left.symbol !== right.symbol) return left.symbol < right.symbol ? -1 : 1;
  if (left.positionSide !== right.positionSide) {
    return left.positionSide < right.positionSide ? -1 : 1;
  }
  if (left.clientOrderId !== right.clientOrderId) {
    return left.clientOrderId < right.clientOrderId ? -1 : 1;
  }
  return left.orderList === undefined ? -1 : 1;
}

type Known = Pick<
  ExpectedOrder,
  "symbol" | "positionSide" | "clientOrderId" | "createdAtMs" | "updatedAtMs"
> & { readonly status: AnyOrderStatus };
type Listed = { readonly takenAtMs: number; readonly items: readonly ListedOrder[] };

/** The mismatches of one of the two lists. */
function addOrders(
  mismatches: ExpectedMismatch[],
  scenario: Scenario,
  expected: readonly Known[],
  { takenAtMs, items }: Listed,
  orderList: ExpectedMismatch["orderList"],
): void {
  const listed = ordersOnce(items);
  addExpectedOrders(mismatches, scenario, expected, { takenAtMs, items: listed }, orderList);
  addUnexpectedOrders(mismatches, scenario, expected, listed, orderList);
}

function addExpectedOrders(
  mismatches: ExpectedMismatch[],
  { config: { orderGracePeriodMs } }: Scenario,
  expected: readonly Known[],
  { takenAtMs, items: listed }: Listed,
  orderList: ExpectedMismatch["orderList"],
): void {
  for (const order of expected) {
    const { symbol, clientOrderId, createdAtMs, updatedAtMs, status } = order;
    // A snapshot does not contradict an order that was updated after it.
    if ((updatedAtMs ?? createdAtMs) > takenAtMs) continue;
    const observed = listed.find(
      (item) => item.clientOrderId === clientOrderId && item.symbol === symbol,
    );
    if (observed === undefined) {
      const isOld = takenAtMs - createdAtMs > orderGracePeriodMs;
      if (!isLiveOrder(order) || !isOld) continue;
      mismatches.push(orderMismatch("ORDER_MISSING_ON_EXCHANGE", order, null, orderList));
    } else {
      const agrees = isLiveOrder(order)
        ? isCancellableStatus(observed.status)
        : observed.status === status;
      if (agrees) continue;
      mismatches.push(orderMismatch("ORDER_STATUS_DIVERGENCE", observed, observed, orderList));
    }
  }
}

function addUnexpectedOrders(
  mismatches: ExpectedMismatch[],
  { config }: Scenario,
  expected: readonly Known[],
  listed: readonly ListedOrder[],
  orderList: ExpectedMismatch["orderList"],
): void {
  for (const order of listed) {
    const { symbol, clientOrderId } = order;
    if (!isLiveOrder(order)) continue;
    const isExpected = expected.some(
      (item) => item.clientOrderId === clientOrderId && item.symbol === symbol,
    );
    if (isExpected || !isOwnOrder(clientOrderId, config)) continue;
    mismatches.push(orderMismatch("ORDER_EXISTS_UNEXPECTED", order, order, orderList));
  }
}

function orderMismatch(
  type: MismatchType,
  named: Pick<ExpectedMismatch, "symbol" | "positionSide" | "clientOrderId">,
  order: ListedOrder | null,
  orderList: ExpectedMismatch["orderList"],
): ExpectedMismatch {
  const { symbol, positionSide, clientOrderId } = named;
  return { type, symbol, positionSide, clientOrderId, order, position: null, orderList };
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
    mismatches.push({
      type: "POSITION_NONZERO_UNEXPECTED",
      symbol,
      positionSide,
      clientOrderId: "",
      order: null,
      position,
      // All mismatches have one shape: code that meets several reads each of them slowly.
      orderList: undefined,
    });
  }
}

export function isZero(quantity: string): boolean {
  return !/[1-9]/.test(quantity);
}
