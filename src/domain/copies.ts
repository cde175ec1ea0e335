/**
 * Copies that the caller may change. All of a kind have the same shape: zod and spreads make several, and code
 * that meets many shapes reads each of them slowly.
 */
import type { ExpectedConditionalOrder, ObservedConditionalOrder } from "./conditional-order.ts";
import type { Config } from "./config.ts";
import type { ExpectedOrder, ObservedOrder } from "./order.ts";

export type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

export function copyConfig(config: Config): Mutable<Config> {
  const copied: Mutable<Config> = {
    action: config.action,
    cooldownSeconds: config.cooldownSeconds,
    maxOrdersPerAction: config.maxOrdersPerAction,
    maxSymbolsPerAction: config.maxSymbolsPerAction,
    maxAttemptsPerIntent: config.maxAttemptsPerIntent,
    maxAttemptsPerWindow: config.maxAttemptsPerWindow,
    attemptWindowSeconds: config.attemptWindowSeconds,
    maxFlattenNotionalUsdt: config.maxFlattenNotionalUsdt,
    requireWhitelist: config.requireWhitelist,
    symbolWhitelist: config.symbolWhitelist.slice(),
    orderGracePeriodMs: config.orderGracePeriodMs,
    snapshotAgeMsMax: config.snapshotAgeMsMax,
    clientOrderIdPrefix: config.clientOrderIdPrefix,
    allowedStrategies: config.allowedStrategies.slice(),
    auditEnabled: config.auditEnabled,
  };
  if (config.clientOrderIdTemplate !== undefined) {
    copied.clientOrderIdTemplate = config.clientOrderIdTemplate;
  }
  return copied;
}

export function copyExpectedOrder(order: ExpectedOrder): Mutable<ExpectedOrder> {
  const copied: Mutable<ExpectedOrder> = {
    clientOrderId: order.clientOrderId,
    symbol: order.symbol,
    side: order.side,
    positionSide: order.positionSide,
    quantity: order.quantity,
    filledQuantity: order.filledQuantity,
    price: order.price,
    status: order.status,
    createdAtMs: order.createdAtMs,
  };
  if (order.orderId !== undefined) copied.orderId = order.orderId;
  if (order.type !== undefined) copied.type = order.type;
  if (order.updatedAtMs !== undefined) copied.updatedAtMs = order.updatedAtMs;
  return copied;
}

export function copyObservedOrder(order: ObservedOrder): Mutable<ObservedOrder> {
  const copied: Mutable<ObservedOrder> = {
    clientOrderId: order.clientOrderId,
    orderId: order.orderId,
    symbol: order.symbol,
    side: order.side,
    positionSide: order.positionSide,
    type: order.type,
    quantity: order.quantity,
    filledQuantity: order.filledQuantity,
    price: order.price,
    reduceOnly: order.reduceOnly,
    status: order.status,
    updatedAtMs: order.updatedAtMs,
  };
  if (order.statusWord !== undefined) copied.statusWord = order.statusWord;
  return copied;
}

export function copyExpectedConditionalOrder(
  order: ExpectedConditionalOrder,
): Mutable<ExpectedConditionalOrder> {
  const copied: Mutable<ExpectedConditionalOrder> = {
    clientOrderId: order.clientOrderId,
    symbol: order.symbol,
    side: order.side,
    positionSide: order.positionSide,
    quantity: order.quantity,
    triggerPrice: order.triggerPrice,
    reduceOnly: order.reduceOnly,
    status: order.status,
    createdAtMs: order.createdAtMs,
  };
  if (order.type !== undefined) copied.type = order.type;
  if (order.updatedAtMs !== undefined) copied.updatedAtMs = order.updatedAtMs;
  return copied;
}

export function copyObservedConditionalOrder(
  order: ObservedConditionalOrder,
): Mutable<ObservedConditionalOrder> {
  const copied: Mutable<ObservedConditionalOrder> = {
    clientOrderId: order.clientOrderId,
    orderId: order.orderId,
    symbol: order.symbol,
    side: order.side,
    positionSide: order.positionSide,
    type: order.type,
    quantity: order.quantity,
    triggerPrice: order.triggerPrice,
    reduceOnly: order.reduceOnly,
    status: order.status,
    updatedAtMs: order.updatedAtMs,
  };
  if (order.statusWord !== undefined) copied.statusWord = order.statusWord;
  return copied;
}
