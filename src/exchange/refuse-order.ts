/** Which orders the venue does not accept. Which reason it checks first is not documented. */
import { absolute, exceeds, signOf, type Decimal } from "../domain/decimal.ts";
import type { SymbolFilters } from "../domain/filters.ts";
import { isLive, type ObservedOrder } from "../domain/order.ts";
import type { PlaceMarketOrder, PortReply } from "../domain/port-call.ts";
import type { PositionSide } from "../domain/position.ts";
import { refuseByFilters } from "./filters.ts";
import { closesLeg, type NormalOrders } from "./normal-orders.ts";
import { rejectedBy } from "./venue-errors.ts";

type Place = {
  readonly exchange: {
    readonly order: (clientOrderId: string, symbol: string) => ObservedOrder | undefined;
    readonly hasSide: (positionSide: PositionSide) => boolean;
    readonly positionQuantity: (request: PlaceMarketOrder) => Decimal;
    readonly price: (symbol: string) => Decimal | null;
  };
  readonly orders: NormalOrders;
  readonly filters: SymbolFilters | undefined;
  /** Null for a market order. */
  readonly limitPrice: Decimal | null;
};

/** Null for an order that the venue accepts. */
export function refuseOrder(request: PlaceMarketOrder, place: Place): PortReply | null {
  const positionSide = request.positionSide ?? "BOTH";
  const refusal = refuseForm(request, positionSide, place);
  if (refusal !== null || !reduces(request)) return refusal;
  const before = place.exchange.positionQuantity(request);
  if (signOf(before) !== (request.side === "BUY" ? -1 : 1)) return rejectedBy(-2022);
  const size = absolute(before);
  const resting = place.orders.restingReduction(request, positionSide);
  if (signOf(resting) !== 0 && !exceeds(size, resting)) return rejectedBy(-4118);
  // In hedge mode the venue refuses to close more than the leg; in one-way mode it clamps.
  const isTooMuch = positionSide !== "BOTH" && exceeds(request.quantity, size);
  return isTooMuch ? rejectedBy(-2022) : null;
}

/** Whether an order may only reduce its position. */
export function reduces(request: PlaceMarketOrder): boolean {
  return request.reduceOnly === true || closesLeg(request);
}

function refuseForm(
  request: PlaceMarketOrder,
  positionSide: PositionSide,
  { exchange, filters, limitPrice }: Place,
): PortReply | null {
  const sameId = exchange.order(request.clientOrderId, request.symbol);
  if (sameId !== undefined && isLive(sameId.status)) return rejectedBy(-4116);
  if (!exchange.hasSide(positionSide)) return rejectedBy(-4061);
  if (positionSide !== "BOTH" && request.reduceOnly !== null) {
    return rejectedBy(-1106, "reduceOnly");
  }
  if (signOf(request.quantity) !== 1) return rejectedBy(-4003);
  if (filters === undefined) return null;
  if (limitPrice === null) {
    return refuseByFilters(request, filters, exchange.price(request.symbol));
  }
  const { maxMarketQuantity: _, ...ofLimitOrders } = filters;
  return refuseByFilters(request, ofLimitOrders, limitPrice);
}
