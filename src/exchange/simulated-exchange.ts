/**
 * A small exchange with orders, positions and prices, which applies requests by the rules of Binance
 * USDⓈ-M futures (error codes: page "Error Code").
 *
 * It does not simulate matching, margin, fees, funding and self-trade prevention.
 */
import type { ObservedConditionalOrder } from "../domain/conditional-order.ts";
import type { ExchangeState } from "../domain/exchange-state.ts";
import { absolute, add, exceeds, negate, signOf, zero, type Decimal } from "../domain/decimal.ts";
import { isLive } from "../domain/order.ts";
import type { AnyOrderStatus, ObservedOrder } from "../domain/order.ts";
import type { CancelOrder, PlaceMarketOrder, PortReply, PortRequest } from "../domain/port-call.ts";
import { positionKey } from "../domain/position.ts";
import type { ObservedPosition, Position, PositionMode, PositionSide } from "../domain/position.ts";
import type { OrderUpdate } from "../pipeline/order-update.ts";
import { ConditionalOrders } from "./conditional-orders.ts";
import { breachOfFill, breachOfOrder, breachOfPosition, type Fill } from "./invariants.ts";
import { closesLeg, NormalOrders, withStatus } from "./normal-orders.ts";
import { reduces, refuseOrder } from "./refuse-order.ts";
import { triggeredOrder } from "./triggered-order.ts";
import { rejectedBy } from "./venue-errors.ts";
import { VersionedMap } from "./versioned-map.ts";

const accepted: PortReply = { status: "accepted" };

export class SimulatedExchange {
  /** Every change of an order since the start, oldest first, as the user stream would send it. */
  readonly updates: OrderUpdate[] = [];
  /** The number of changes of orders and positions since the start. */
  changes = 0;
  /** The first change that no exchange makes, or null: a defect of the simulation. */
  breach: string | null = null;
  /** Null where the scenario has none: then snapshots have no such part. */
  readonly conditionalOrders: ConditionalOrders | null;
  readonly #state: Pick<ExchangeState, "listsOnlyOpenOrders" | "filters">;
  positionMode: PositionMode;
  readonly #orders: NormalOrders;
  readonly #positions = new VersionedMap<Position>();
  /** Null where a price has vanished. */
  readonly #prices = new VersionedMap<Decimal | null>();

  constructor(state: ExchangeState, hasConditionalOrders = state.conditionalOrders !== undefined) {
    this.#state = state;
    this.positionMode = state.positionMode;
    this.conditionalOrders = hasConditionalOrders ? this.#seedConditional(state) : null;
    this.#orders = new NormalOrders(state.orders);
    for (const position of state.positions) this.#positions.seed(positionKey(position), position);
    for (const [symbol, price] of Object.entries(state.prices)) this.#prices.seed(symbol, price);
  }

  #seedConditional({ conditionalOrders = [] }: ExchangeState): ConditionalOrders {
    return new ConditionalOrders(conditionalOrders, (breach) => {
      this.changes += 1;
      this.breach ??= breach;
    });
  }

  /** The conditional orders that their list shows, as of a time; null is now. */
  listedConditionalOrders(atMs: number | null): ObservedConditionalOrder[] {
    return this.#listed(this.conditionalOrders?.orders(atMs) ?? []);
  }

  /** The orders as of a time; null is now. */
  orders(atMs: number | null = null): ObservedOrder[] {
    return this.#orders.all(atMs);
  }

  /** The orders that a list shows, as of a time; null is now. */
  listedOrders(atMs: number | null): ObservedOrder[] {
    return this.#listed(this.orders(atMs));
  }

  #listed<Order extends { readonly status: AnyOrderStatus }>(orders: Order[]): Order[] {
    const isOpenOnly = this.#state.listsOnlyOpenOrders === true;
    return isOpenOnly ? orders.filter(({ status }) => isLive(status)) : orders;
  }

  positions(atMs: number | null = null): ObservedPosition[] {
    const current = atMs === null ? this.#positions.values() : this.#positions.valuesAsOf(atMs);
    const positions: ObservedPosition[] = [];
    for (const { symbol, positionSide, quantity } of current) {
      const price = atMs === null ? this.#prices.get(symbol) : this.#prices.getAsOf(symbol, atMs);
      positions.push({ symbol, positionSide, quantity, markPrice: price ?? null });
    }
    return positions;
  }

  /** The reply to a change of the position mode that the venue does not accept, or null. */
  refuseMode(mode: PositionMode): PortReply | null {
    if (mode === this.positionMode) return rejectedBy(-4059);
    const orders = [...this.#orders.all(), ...this.listedConditionalOrders(null)];
    if (orders.some(({ status }) => isLive(status))) return rejectedBy(-4067);
    const isFlat = this.#positions.values().every(({ quantity }) => signOf(quantity) === 0);
    return isFlat ? null : rejectedBy(-4068);
  }

  setPositionMode(mode: PositionMode): void {
    this.changes += 1;
    this.positionMode = mode;
  }

  /** Whether an order or a position on this side can exist in the position mode. */
  hasSide(positionSide: PositionSide): boolean {
    return (positionSide === "BOTH") === (this.positionMode === "one_way");
  }

  setPrice(symbol: string, price: Decimal | null, nowMs: number): void {
    this.#prices.set(symbol, price, nowMs);
  }

  /** The mark price; null where it is not known. */
  price(symbol: string): Decimal | null {
    return this.#prices.get(symbol) ?? null;
  }

  /** Adds an order without a request, unless `accepts` is false. */
  addOrder(order: ObservedOrder, nowMs: number): void {
    if (!this.accepts(order)) return;
    this.#orders.add(order, nowMs);
    this.#record(order);
  }

  accepts(order: ObservedOrder): boolean {
    return this.#orders.accepts(order);
  }

  /** Whether the symbol has, or had, a price, an order or a position. */
  lists(symbol: string): boolean {
    const hasSymbol = (item: Pick<Position, "symbol">) => item.symbol === symbol;
    return (
      this.#prices.get(symbol) !== undefined ||
      this.#orders.all().some(hasSymbol) ||
      this.#positions.values().some(hasSymbol)
    );
  }

  /** The order with that id: the live one, or else the last; of any symbol where none is given. */
  order(clientOrderId: string, symbol?: string): ObservedOrder | undefined {
    return this.#orders.get(clientOrderId, symbol);
  }

  /** The exchange cancels a live order by itself. */
  expire(clientOrderId: string, nowMs: number, symbol?: string): void {
    const order = this.order(clientOrderId, symbol);
    if (order === undefined || !isLive(order.status)) return;
    this.#change(order, withStatus(order, "CANCELLED", nowMs), nowMs);
  }

  /** The exchange cancels a live conditional order by itself, if it is not being triggered. */
  expireConditional(clientOrderId: string, nowMs: number): void {
    const order = this.conditionalOrders?.get(clientOrderId);
    if (order === undefined) return;
    const { symbol } = order;
    this.conditionalOrders?.cancel(
      { method: "cancelConditionalOrder", symbol, clientOrderId: order.clientOrderId },
      nowMs,
    );
  }

  /**
   * The price of a live conditional order is reached. It becomes `TRIGGERING`, or a normal order takes its place. One
   * that closes the whole position expires where there is nothing to close.
   */
  trigger(clientOrderId: string, into: "TRIGGERING" | "TRIGGERED", nowMs: number): void {
    const order = this.conditionalOrders?.get(clientOrderId);
    if (order === undefined || !isLive(order.status)) return;
    const normal =
      into === "TRIGGERED"
        ? triggeredOrder(order, this.positionQuantity(order), this.updates.length, nowMs)
        : null;
    const status = into === "TRIGGERED" && normal === null ? "EXPIRED" : into;
    this.conditionalOrders?.setStatus(order, status, nowMs);
    if (normal !== null) this.addOrder(normal, nowMs);
  }

  /** Zero where there is no position. */
  positionQuantity(place: Pick<PlaceMarketOrder, "symbol" | "positionSide">): Decimal {
    const positionSide = place.positionSide ?? "BOTH";
    return this.#positions.get(positionKey({ ...place, positionSide }))?.quantity ?? zero;
  }

  #change(before: ObservedOrder, after: ObservedOrder, nowMs: number): void {
    this.breach ??= breachOfOrder(before, after);
    this.#orders.replace(after, nowMs);
    this.#record(after);
  }

  #record({ clientOrderId, symbol, orderId, status, updatedAtMs, filledQuantity }: ObservedOrder) {
    this.changes += 1;
    this.updates.push({ clientOrderId, symbol, orderId, status, updatedAtMs, filledQuantity });
  }

  setPosition(position: Position, nowMs: number): void {
    this.breach ??= breachOfPosition(position);
    this.changes += 1;
    this.#positions.set(positionKey(position), position, nowMs);
  }

  /**
   * Fills a part of a live order, at most the rest of it. A reducing order fills at most the size of
   * the position, and expires when there is nothing to reduce: it never opens or reverses a position.
   */
  fill(clientOrderId: string, part: Decimal | null, nowMs: number, name?: string): void {
    const order = this.order(clientOrderId, name);
    if (order === undefined || !isLive(order.status)) return;
    const { symbol, positionSide, side } = order;
    const before = this.positionQuantity(order);
    const rest = add(order.quantity, negate(order.filledQuantity));
    // A scenario may have an order that is filled too far.
    const left = signOf(rest) === -1 ? zero : rest;
    let taken = part === null ? left : smaller(part, left);
    const sign = side === "BUY" ? 1 : -1;
    const mayOnlyReduce = order.reduceOnly || closesLeg(order);
    if (mayOnlyReduce)
      taken = signOf(before) * sign === -1 ? smaller(taken, absolute(before)) : zero;
    const filledQuantity = add(order.filledQuantity, taken);
    const isWhole = !exceeds(order.quantity, filledQuantity);
    const isEmpty = mayOnlyReduce && signOf(taken) === 0;
    const status = isEmpty ? "EXPIRED" : isWhole ? "FILLED" : "PARTIALLY_FILLED";
    const filled = withStatus(order, status, nowMs);
    filled.filledQuantity = filledQuantity;
    this.#change(order, filled, nowMs);
    const after = add(before, sign === 1 ? taken : negate(taken));
    const moved = { side, mayOnlyReduce, quantity: taken };
    this.#move({ symbol, positionSide, quantity: after }, moved, nowMs);
  }

  /** Compares with the position that is stored, which `positionQuantity` should have returned. */
  #move(position: Position, fill: Fill, nowMs: number): void {
    const before = this.#positions.get(positionKey(position))?.quantity ?? zero;
    this.breach ??= breachOfFill(fill, before, position.quantity);
    this.setPosition(position, nowMs);
  }

  /** A market order fills at most `most`, and the rest expires; null is without a limit. */
  apply(request: PortRequest, nowMs: number, most: Decimal | null = null): PortReply {
    switch (request.method) {
      case "cancelOrder":
        return this.#cancel(request, nowMs);
      case "placeMarketOrder":
        return this.#fillMarketOrder(request, nowMs, most);
      case "cancelConditionalOrder":
        return this.conditionalOrders?.cancel(request, nowMs) ?? rejectedBy(-2011);
    }
  }

  #cancel({ symbol, clientOrderId }: CancelOrder, nowMs: number): PortReply {
    const order = this.order(clientOrderId, symbol);
    if (order === undefined || !isLive(order.status)) return rejectedBy(-2011);
    this.#change(order, withStatus(order, "CANCELLED", nowMs), nowMs);
    return accepted;
  }

  #fillMarketOrder(request: PlaceMarketOrder, nowMs: number, most: Decimal | null): PortReply {
    const refusal = this.refuseOrder(request);
    if (refusal !== null) return refusal;
    const { symbol, side } = request;
    const positionSide = request.positionSide ?? "BOTH";
    const before = this.positionQuantity(request);
    const mayOnlyReduce = reduces(request);
    let { quantity } = request;
    if (mayOnlyReduce) quantity = smaller(quantity, absolute(before));
    if (most !== null) quantity = smaller(quantity, most);
    if (signOf(quantity) === 0) return accepted;
    const after = add(before, side === "BUY" ? quantity : negate(quantity));
    this.#move({ symbol, positionSide, quantity: after }, { side, mayOnlyReduce, quantity }, nowMs);
    return accepted;
  }

  /** The reply to an order that the venue does not accept, or null. A market order has no `limitPrice`. */
  refuseOrder(request: PlaceMarketOrder, limitPrice: Decimal | null = null): PortReply | null {
    const filters = this.#state.filters?.[request.symbol];
    return refuseOrder(request, { exchange: this, orders: this.#orders, filters, limitPrice });
  }
}

function smaller(left: Decimal, right: Decimal): Decimal {
  return exceeds(left, right) ? right : left;
}
