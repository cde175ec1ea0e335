/**
 * The rows of the venue, as its documents show them. Source: Binance USDⓈ-M futures, pages "Current All Open Orders",
 * "New Order", "Position Information V2" and "V3", "Current All Algo Open Orders".
 */
import type { ObservedConditionalOrder } from "../domain/conditional-order.ts";
import { absolute, multiply, signOf, zero, type Decimal } from "../domain/decimal.ts";
import { orderStatuses, type ObservedOrder, type OrderStatus } from "../domain/order.ts";
import type { ObservedPosition } from "../domain/position.ts";
import { Digits } from "./reply.ts";

/** The words of the venue. `PENDING` and `UNKNOWN` are no words of it: a bot must take any other word as unknown. */
const orderWords: Readonly<Record<OrderStatus, string>> = {
  PENDING: "PENDING_NEW",
  OPEN: "NEW",
  PARTIALLY_FILLED: "PARTIALLY_FILLED",
  FILLED: "FILLED",
  CANCELLED: "CANCELED",
  REJECTED: "REJECTED",
  EXPIRED: "EXPIRED",
  UNKNOWN: "SOME_NEW_STATUS",
};

export function orderWord({ status, statusWord }: ObservedOrder): string {
  return statusWord ?? orderWords[status];
}

/** The status that a word of the venue is for. */
export function orderStatusOf(word: unknown): OrderStatus {
  return orderStatuses.find((status) => orderWords[status] === word) ?? "UNKNOWN";
}

/** What the rows of every request have. */
function sharedFields(order: ObservedOrder) {
  const { clientOrderId, orderId, symbol, side, positionSide, type, reduceOnly } = order;
  return {
    clientOrderId,
    executedQty: order.filledQuantity,
    orderId: new Digits(orderId),
    origQty: order.quantity,
    origType: type,
    price: order.price,
    reduceOnly,
    side,
    positionSide,
    status: orderWord(order),
    stopPrice: "0",
    closePosition: false,
    symbol,
    timeInForce: "GTC",
    type,
    updateTime: order.updatedAtMs,
    workingType: "CONTRACT_PRICE",
    priceProtect: false,
    priceMatch: "NONE",
    selfTradePreventionMode: "NONE",
    goodTillDate: 0,
  };
}

/** A market order has no price, so it filled at the mark price. Null is a price that is not known. */
function fillPrice({ price }: ObservedOrder, markPrice: Decimal | null): Decimal {
  return signOf(price) === 0 ? (markPrice ?? zero) : price;
}

function averages(order: ObservedOrder, markPrice: Decimal | null) {
  if (signOf(order.filledQuantity) === 0) return { avgPrice: "0.00000", cumQuote: zero };
  const price = fillPrice(order, markPrice);
  return { avgPrice: price, cumQuote: multiply(order.filledQuantity, price) };
}

/** In the reply to GET. */
export function orderRow(order: ObservedOrder, markPrice: Decimal | null) {
  const { avgPrice, cumQuote } = averages(order, markPrice);
  // Not by a spread: copies of an object with so many fields took a third of the time of a request.
  return Object.assign(sharedFields(order), { avgPrice, cumQuote, time: order.updatedAtMs });
}

/** In the reply to POST, PUT and DELETE. Since 2026-07-15 it has no averages. */
export function changedOrderRow(
  order: ObservedOrder,
  markPrice: Decimal | null,
  hasAverages: boolean,
) {
  const row = { ...sharedFields(order), cumQty: order.filledQuantity };
  return hasAverages ? { ...row, ...averages(order, markPrice) } : row;
}

/** All fills of an order as one trade, which has the number of the order. */
export function tradeRow(order: ObservedOrder, markPrice: Decimal | null) {
  const { symbol, orderId, side, positionSide, filledQuantity, updatedAtMs } = order;
  const price = fillPrice(order, markPrice);
  return {
    symbol,
    id: new Digits(orderId),
    orderId: new Digits(orderId),
    side,
    positionSide,
    price,
    qty: filledQuantity,
    quoteQty: multiply(filledQuantity, price),
    realizedPnl: "0",
    commission: "0",
    commissionAsset: "USDT",
    time: updatedAtMs,
    buyer: side === "BUY",
    maker: order.type !== "MARKET",
  };
}

/** Margin is not simulated. */
const margins = {
  initialMargin: "0",
  maintMargin: "0",
  positionInitialMargin: "0",
  openOrderInitialMargin: "0",
  bidNotional: "0",
  askNotional: "0",
};

/** A price that is not known is 0, as the venue has it. */
function positionFields(position: ObservedPosition, nowMs: number) {
  const { symbol, positionSide, quantity, markPrice } = position;
  const price = markPrice ?? zero;
  const size = multiply(absolute(quantity), price);
  const isFlat = signOf(quantity) === 0;
  return {
    symbol,
    positionSide,
    positionAmt: quantity,
    entryPrice: isFlat ? "0.0" : price,
    breakEvenPrice: isFlat ? "0.0" : price,
    notional: signOf(quantity) === -1 ? `-${size}` : size,
    isolatedMargin: "0",
    isolatedWallet: "0",
    updateTime: isFlat ? 0 : nowMs,
  };
}

/** In the reply to `positionRisk`, of either version. */
export function positionRow(position: ObservedPosition, version: 2 | 3, nowMs: number) {
  const shared = {
    ...positionFields(position, nowMs),
    markPrice: position.markPrice ?? zero,
    unRealizedProfit: "0.00000000",
    liquidationPrice: "0",
  };
  return version === 3
    ? { ...shared, ...margins, marginAsset: "USDT", adl: 2 }
    : {
        ...shared,
        leverage: "20",
        maxNotionalValue: "20000000",
        marginType: "cross",
        isAutoAddMargin: "false",
      };
}

/** In the reply to `account`, of either version. */
export function accountPositionRow(position: ObservedPosition, version: 2 | 3, nowMs: number) {
  const shared = { ...positionFields(position, nowMs), ...margins, unrealizedProfit: "0.00000000" };
  return version === 3
    ? shared
    : { ...shared, leverage: "20", isolated: false, maxNotional: "20000000" };
}

/** `UNKNOWN` is no word of the venue. */
export function algoOrderRow(order: ObservedConditionalOrder) {
  const { clientOrderId, orderId, symbol, side, positionSide, type, quantity } = order;
  return {
    algoId: new Digits(orderId),
    clientAlgoId: clientOrderId,
    algoType: "CONDITIONAL",
    orderType: type,
    symbol,
    side,
    positionSide,
    timeInForce: "GTC",
    // With `closePosition` it has none.
    quantity: quantity ?? "0",
    algoStatus: algoWord(order),
    // The normal order that takes its place has no link to it here.
    actualOrderId: "",
    actualPrice: "0.00000",
    triggerPrice: order.triggerPrice,
    price: "0",
    selfTradePreventionMode: "NONE",
    workingType: "CONTRACT_PRICE",
    priceMatch: "NONE",
    closePosition: quantity === null,
    priceProtect: false,
    reduceOnly: order.reduceOnly,
    createTime: order.updatedAtMs,
    updateTime: order.updatedAtMs,
    triggerTime: 0,
    goodTillDate: 0,
  };
}

const algoWords: Readonly<Record<string, string>> = {
  CANCELLED: "CANCELED",
  UNKNOWN: "SOME_NEW_STATUS",
};

export function algoWord({ status, statusWord }: ObservedConditionalOrder): string {
  return statusWord ?? algoWords[status] ?? status;
}
