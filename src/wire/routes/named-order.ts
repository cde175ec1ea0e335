/** Which order a request names: by `orderId`, or else by `origClientOrderId`. */
import { isLive, type ObservedOrder } from "../../domain/order.ts";
import type { Decimal } from "../../domain/decimal.ts";
import { tradingSymbolSchema } from "../../domain/trading-symbol.ts";
import type { Parameters } from "../parameters.ts";
import { refusedWith, type VenueReply } from "../reply.ts";
import type { Venue } from "../venue.ts";

/** The refusal of a request that does not name one symbol, or null. */
export function refuseSymbol(parameters: Parameters): VenueReply | null {
  return (parameters.get("symbol") ?? "") === "" ? refusedWith(-1102, "symbol") : null;
}

/** The refusal of a list for a symbol of a wrong form, or null. Any other symbol may be without orders. */
export function refuseSymbolOfList(parameters: Parameters): VenueReply | null {
  const symbol = parameters.get("symbol");
  const isRight = symbol === undefined || tradingSymbolSchema.safeParse(symbol).success;
  return isRight ? null : refusedWith(-1121);
}

/** Whether an item is of the symbol that a request names; of any where it names none. */
export function ofSymbol(parameters: Parameters) {
  const symbol = parameters.get("symbol");
  return (item: { readonly symbol: string }): boolean =>
    symbol === undefined || item.symbol === symbol;
}

/** The refusal of a request that names no order, or null. */
export function refuseName(parameters: Parameters): VenueReply | null {
  const refusal = refuseSymbol(parameters);
  if (refusal !== null) return refusal;
  const orderId = parameters.get("orderId");
  if (orderId !== undefined) {
    return /^\d{1,20}$/.test(orderId) ? null : refusedWith(-1100, "orderId");
  }
  return parameters.has("origClientOrderId") ? null : refusedWith(-1102, "orderId");
}

/** Null where it is not known. */
export function markPriceOf(venue: Venue, symbol: string): Decimal | null {
  return venue.symbols().find((known) => known.symbol === symbol)?.markPrice ?? null;
}

export type NamedOrder = {
  readonly symbol: string;
  /** By which the exchange knows it. */
  readonly clientOrderId: string;
  /** Undefined where there is none. */
  readonly order: ObservedOrder | undefined;
};

/**
 * Of a client order id that was used again, the exchange knows the live order, or else the last one. An `orderId` that
 * leads to no such order goes on as `orderId:ID`: so the exchange answers it, and its record shows it.
 */
export function nameOrder(orders: readonly ObservedOrder[], parameters: Parameters): NamedOrder {
  const symbol = parameters.get("symbol") ?? "";
  const orderId = parameters.get("orderId");
  if (orderId === undefined) {
    const clientOrderId = parameters.get("origClientOrderId") ?? "";
    return { symbol, clientOrderId, order: lastOf(orders, symbol, clientOrderId) };
  }
  const order = orders.find((one) => one.symbol === symbol && one.orderId === orderId);
  const isKnown = order !== undefined && lastOf(orders, symbol, order.clientOrderId) === order;
  return { symbol, clientOrderId: isKnown ? order.clientOrderId : `orderId:${orderId}`, order };
}

/** The live order with a client order id, or else the last one. */
export function lastOf(
  orders: readonly ObservedOrder[],
  symbol: string,
  clientOrderId: string,
): ObservedOrder | undefined {
  const found = orders.filter(
    (order) => order.symbol === symbol && order.clientOrderId === clientOrderId,
  );
  return found.find(({ status }) => isLive(status)) ?? found.at(-1);
}
