/**
 * The rows of the venue, as its documents show them. Source: Binance USDⓈ-M futures, pages "Current All Open Orders",
 * "New Order", "Position Information V2" and "V3", "Current All Algo Open Orders".
 */
import type { ObservedConditionalOrder } from "../domain/conditional-order.ts";
import { absolute, multiply, signOf, zero } from "../domain/decimal.ts";
import type { ObservedOrder, OrderStatus } from "../domain/order.ts";
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

/** `withAverage`: since 2026-07-15 only replies to GET have `avgPrice` and `cumQuote`. */
export function orderRow(order: ObservedOrder, withAverage: boolean) {
  const { clientOrderId, orderId, symbol, side, positionSide, type, reduceOnly } = order;
  const average = withAverage ? { avgPrice: "0.00000", cumQuote: "0" } : {};
  return {
    ...average,
    clientOrderId,
    cumQty: order.filledQuantity,
    executedQty: order.filledQuantity,
    orderId: new Digits(orderId),
    origQty: order.quantity,
    origType: type,
    price: order.price,
    reduceOnly,
    side,
    positionSide,
    status: order.statusWord ?? orderWords[order.status],
    stopPrice: "0",
    closePosition: false,
    symbol,
    time: order.updatedAtMs,
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

/** Of either version. A price that is not known is 0, as the venue has it. */
export function positionRow(position: ObservedPosition, version: 2 | 3, nowMs: number) {
  const { symbol, positionSide, quantity, markPrice } = position;
  const price = markPrice ?? zero;
  const size = multiply(absolute(quantity), price);
  const isFlat = signOf(quantity) === 0;
  const shared = {
    symbol,
    positionSide,
    positionAmt: quantity,
    entryPrice: isFlat ? "0.0" : price,
    breakEvenPrice: isFlat ? "0.0" : price,
    markPrice: price,
    unRealizedProfit: "0.00000000",
    liquidationPrice: "0",
    isolatedMargin: "0",
    notional: signOf(quantity) === -1 ? `-${size}` : size,
    isolatedWallet: "0",
    updateTime: isFlat ? 0 : nowMs,
  };
  if (version === 2) {
    const ofVersion2 = { leverage: "20", maxNotionalValue: "20000000", marginType: "cross" };
    return { ...shared, ...ofVersion2, isAutoAddMargin: "false" };
  }
  const margins = { initialMargin: "0", maintMargin: "0", positionInitialMargin: "0" };
  return {
    ...shared,
    ...margins,
    marginAsset: "USDT",
    openOrderInitialMargin: "0",
    adl: 2,
    bidNotional: "0",
    askNotional: "0",
  };
}

/** `UNKNOWN` is no word of the venue. */
export function algoOrderRow(order: ObservedConditionalOrder) {
  const { clientOrderId, orderId, symbol, side, positionSide, type, quantity, status } = order;
  return {
    algoId: new Digits(orderId),
    clientAlgoId: clientOrderId,
    algoType: "CONDITIONAL",
    orderType: type,
    symbol,
    side,
    positionSide,
    timeInForce: "GTC",
    quantity: quantity ?? "0",
    algoStatus: order.statusWord ?? algoWords[status] ?? status,
    triggerPrice: order.triggerPrice,
    price: "0",
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
