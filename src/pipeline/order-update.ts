/**
 * Applies an order update to the expected state. Updates may arrive twice, late and out of order; an
 * update that is older than the expected order changes no status.
 */
import type { ExpectedState } from "../domain/expected-state.ts";
import type { ClientOrderId } from "../domain/client-order-id.ts";
import { copyExpectedOrder } from "../domain/copies.ts";
import { add, canonicalDecimal, exceeds, negate, type Decimal } from "../domain/decimal.ts";
import type { TradingSymbol } from "../domain/trading-symbol.ts";
import type { AnyOrderStatus, ExpectedOrder, OrderStatus } from "../domain/order.ts";

/** What the exchange reports of one order. */
export type OrderUpdate = {
  /** The id that the bot gave to the order. */
  readonly clientOrderId: ClientOrderId;
  /** The exchange names it and `orderId`. Without them an update is of any order with that client order id. */
  readonly symbol?: TradingSymbol | undefined;
  /** The id that the exchange gave to the order. */
  readonly orderId?: string | undefined;
  /** The status of the order after the change. */
  readonly status: OrderStatus;
  /** When the exchange changed the order, in milliseconds since 1970. */
  readonly updatedAtMs: number;
  /** All that has filled since the order was placed, in units of the base asset: `z` of the venue's ORDER_TRADE_UPDATE. */
  readonly filledQuantity: Decimal;
};

/**
 * The expected state after an order update. It may arrive twice, late and in any order. Throws nothing.
 *
 * @param expected The state before. It is not changed.
 * @param update What the exchange reports of the order. Times are in milliseconds since 1970.
 * @returns the new state; the same object where the update changes nothing
 */
export function applyOrderUpdate(expected: ExpectedState, update: OrderUpdate): ExpectedState {
  const { orders, positions } = expected;
  const at = orders.findIndex((order) => isNamedBy(update, order));
  const order = orders[at];
  if (order === undefined || isOfEarlierOrder(update, order)) return expected;
  const filledQuantity = largestFill(order, update);
  const isNewer = supersedes(update, order, order.updatedAtMs ?? order.createdAtMs);
  const hasFilled = filledQuantity !== order.filledQuantity;
  if (!isNewer && !hasFilled) return expected;
  const changed = copyExpectedOrder(order);
  changed.filledQuantity = filledQuantity;
  if (isNewer) {
    changed.status = update.status;
    changed.updatedAtMs = update.updatedAtMs;
  }
  const updated = {
    orders: orders.with(at, changed),
    positions: hasFilled ? withFill(positions, order, filledQuantity) : positions,
  };
  const { conditionalOrders } = expected;
  return conditionalOrders === undefined ? updated : { ...updated, conditionalOrders };
}

/** The same id on another symbol is another order. */
export function isNamedBy(
  { clientOrderId, symbol }: Pick<OrderUpdate, "clientOrderId" | "symbol">,
  order: ExpectedOrder,
): boolean {
  return clientOrderId === order.clientOrderId && (symbol === undefined || symbol === order.symbol);
}

/** A late update of an order whose client order id the bot has used again. */
export function isOfEarlierOrder(update: OrderUpdate, order: ExpectedOrder): boolean {
  const isKnown = update.orderId !== undefined && order.orderId !== undefined;
  return isKnown && update.orderId !== order.orderId;
}

/**
 * A filled quantity only grows, so the largest that arrived is right in any order of arrival, also of two updates
 * in one millisecond. No order fills more than its quantity.
 */
function largestFill(order: ExpectedOrder, update: OrderUpdate): Decimal {
  const { quantity, filledQuantity } = order;
  const reported = exceeds(update.filledQuantity, quantity) ? quantity : update.filledQuantity;
  return exceeds(reported, filledQuantity) ? canonicalDecimal(reported) : filledQuantity;
}

/**
 * The position moves by what is new of the fill. An entry that becomes 0 stays: without it a symbol that is not in
 * the whitelist would no longer be managed.
 */
function withFill(
  positions: ExpectedState["positions"],
  { symbol, positionSide, side, filledQuantity }: ExpectedOrder,
  filledNow: Decimal,
): ExpectedState["positions"] {
  const bought = add(filledNow, negate(filledQuantity));
  const moved = side === "BUY" ? bought : negate(bought);
  const at = positions.findIndex(
    (entry) => entry.symbol === symbol && entry.positionSide === positionSide,
  );
  const entry = positions[at];
  return entry === undefined
    ? [...positions, { symbol, positionSide, quantity: moved }]
    : positions.with(at, { symbol, positionSide, quantity: add(entry.quantity, moved) });
}

/** Within one millisecond a status of a higher rank is newer. Those that end an order have the highest. */
const statusRanks: Readonly<Record<AnyOrderStatus, number>> = {
  PENDING: 0,
  OPEN: 1,
  PARTIALLY_FILLED: 2,
  NEW: 1,
  TRIGGERING: 2,
  UNKNOWN: 3,
  FILLED: 4,
  TRIGGERED: 4,
  CANCELLED: 5,
  REJECTED: 6,
  EXPIRED: 7,
};

/**
 * The latest change wins. Within one millisecond a status that ends the order wins, then the later one
 * in the ranks. So the same updates in any order lead to the same expected state.
 */
export function supersedes(
  update: { readonly status: AnyOrderStatus; readonly updatedAtMs: number },
  order: { readonly status: AnyOrderStatus },
  lastUpdatedAtMs: number,
): boolean {
  if (update.updatedAtMs !== lastUpdatedAtMs) return update.updatedAtMs > lastUpdatedAtMs;
  return statusRanks[update.status] > statusRanks[order.status];
}
