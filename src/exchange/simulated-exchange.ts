/**
 * A small exchange that holds orders, positions and prices, and applies requests by the venue's
 * rules. Codes and their meaning: Binance USDⓈ-M futures, "Error Code" page.
 *
 * What it does not do: matching, margin, fees, funding, lot sizes, self-trade prevention.
 */
import type { ExchangeState } from "../domain/exchange-state.ts";
import { absolute, add, exceeds, negate, signOf, zero } from "../domain/decimal.ts";
import type { Decimal } from "../domain/decimal.ts";
import { isLive } from "../domain/order.ts";
import type { ObservedOrder } from "../domain/order.ts";
import type { CancelOrder, PlaceMarketOrder, PortReply, PortRequest } from "../domain/port-call.ts";
import { VersionedMap } from "./versioned-map.ts";
import type { OrderUpdate } from "../pipeline/order-update.ts";
import type { ObservedPosition, Position, PositionSide } from "../domain/position.ts";

const accepted: PortReply = { status: "accepted" };

export class SimulatedExchange {
  /** What has become of orders since the beginning, oldest first, as the venue's stream would tell it. */
  readonly updates: OrderUpdate[] = [];
  readonly #state: ExchangeState;
  readonly #orders = new VersionedMap<ObservedOrder>();
  readonly #positions = new VersionedMap<Position>();

  constructor(state: ExchangeState) {
    this.#state = state;
    for (const order of state.orders) this.#orders.begin(order.clientOrderId, order);
    for (const position of state.positions) this.#positions.begin(keyOf(position), position);
  }

  /** What is there now, or what was there at a time. */
  orders(atMs: number | null = null): ObservedOrder[] {
    return atMs === null ? this.#orders.values() : this.#orders.valuesAsOf(atMs);
  }

  positions(atMs: number | null = null): ObservedPosition[] {
    const { prices } = this.#state;
    const held = atMs === null ? this.#positions.values() : this.#positions.valuesAsOf(atMs);
    const positions: ObservedPosition[] = [];
    for (const { symbol, positionSide, quantity } of held) {
      positions.push({ symbol, positionSide, quantity, markPrice: prices[symbol] ?? null });
    }
    return positions;
  }

  /** An order that nobody asked this exchange for. One of that name that is there stays as it is. */
  addOrder(order: ObservedOrder, nowMs: number): void {
    if (!this.has(order.clientOrderId)) this.#change(order, nowMs);
  }

  /** Whether there is, or was, an order of that name. */
  has(clientOrderId: string): boolean {
    return this.#orders.get(clientOrderId) !== undefined;
  }

  /** The venue cancels an order by itself; one that has ended stays as it ended. */
  expire(clientOrderId: string, nowMs: number): void {
    const order = this.#orders.get(clientOrderId);
    if (order === undefined || !isLive(order.status)) return;
    this.#change({ ...order, status: "CANCELLED", updatedAtMs: nowMs }, nowMs);
  }

  /** What is held on one side of a symbol; zero where nothing is. */
  positionQuantity(place: {
    readonly symbol: string;
    readonly positionSide: PositionSide | null;
  }): Decimal {
    const positionSide = place.positionSide ?? "BOTH";
    return this.#positions.get(keyOf({ symbol: place.symbol, positionSide }))?.quantity ?? zero;
  }

  #change(order: ObservedOrder, nowMs: number): void {
    const { clientOrderId, status, updatedAtMs } = order;
    this.#orders.set(clientOrderId, order, nowMs);
    this.updates.push({ clientOrderId, status, updatedAtMs });
  }

  setPosition(position: Position, nowMs: number): void {
    this.#positions.set(keyOf(position), position, nowMs);
  }

  /**
   * Fills a part of a live order, at most what is left of it. One that only reduces takes at most what is
   * held, and expires where it has nothing to reduce: it never opens a position or turns one round.
   */
  fill(clientOrderId: string, part: Decimal | null, nowMs: number): void {
    const order = this.#orders.get(clientOrderId);
    if (order === undefined || !isLive(order.status)) return;
    const { symbol, positionSide } = order;
    const held = this.positionQuantity(order);
    const left = add(order.quantity, negate(order.filledQuantity));
    let taken = part === null ? left : smaller(part, left);
    const sign = order.side === "BUY" ? 1 : -1;
    const mayOnlyReduce = order.reduceOnly || closesLeg(order);
    if (mayOnlyReduce) taken = signOf(held) * sign === -1 ? smaller(taken, absolute(held)) : zero;
    const filledQuantity = add(order.filledQuantity, taken);
    const isWhole = !exceeds(order.quantity, filledQuantity);
    const isEmpty = mayOnlyReduce && signOf(taken) === 0;
    const status = isEmpty ? "EXPIRED" : isWhole ? "FILLED" : "PARTIALLY_FILLED";
    this.#change({ ...order, filledQuantity, status, updatedAtMs: nowMs }, nowMs);
    const quantity = add(held, sign === 1 ? taken : negate(taken));
    this.setPosition({ symbol, positionSide, quantity }, nowMs);
  }

  apply(request: PortRequest, nowMs: number): PortReply {
    return request.method === "cancelOrder"
      ? this.#cancel(request, nowMs)
      : this.#fillMarketOrder(request, nowMs);
  }

  #cancel({ symbol, clientOrderId }: CancelOrder, nowMs: number): PortReply {
    const order = this.#orders.get(clientOrderId);
    if (order === undefined || order.symbol !== symbol || !isLive(order.status)) {
      return rejected(-2011, "Unknown order sent.");
    }
    this.#change({ ...order, status: "CANCELLED", updatedAtMs: nowMs }, nowMs);
    return accepted;
  }

  #fillMarketOrder(request: PlaceMarketOrder, nowMs: number): PortReply {
    const positionSide = request.positionSide ?? "BOTH";
    const refusal = this.#refuseForm(request, positionSide);
    if (refusal !== null) return refusal;
    const { symbol } = request;
    const held = this.positionQuantity(request);
    const signed = request.side === "BUY" ? request.quantity : negate(request.quantity);
    const hold = (quantity: Decimal): PortReply => {
      this.setPosition({ symbol, positionSide, quantity }, nowMs);
      return accepted;
    };
    const reduces = request.reduceOnly === true || closesLeg(request);
    if (!reduces) return hold(add(held, signed));
    const resting = this.#restingReduction(request, positionSide);
    const nothingRests = signOf(resting) === 0;
    const mayClamp = positionSide === "BOTH" && nothingRests;
    const total = nothingRests ? request.quantity : add(resting, request.quantity);
    const tooMuch = exceeds(total, absolute(held));
    if (signOf(held) * signOf(signed) !== -1 || (tooMuch && !mayClamp)) {
      return rejected(-2022, "ReduceOnly Order is rejected.");
    }
    // A reduce-only order is clamped to what is held, so it never opens the other side.
    return hold(tooMuch ? zero : add(held, signed));
  }

  #refuseForm(request: PlaceMarketOrder, positionSide: PositionSide): PortReply | null {
    const namesake = this.#orders.get(request.clientOrderId);
    if (namesake !== undefined && isLive(namesake.status)) {
      return rejected(-4116, "clientOrderId is duplicated");
    }
    if ((positionSide === "BOTH") !== (this.#state.positionMode === "one_way")) {
      return rejected(-4061, "Order's position side does not match user's setting.");
    }
    if (positionSide !== "BOTH" && request.reduceOnly !== null) {
      return rejected(-1106, "Parameter 'reduceOnly' sent when not required.");
    }
    if (signOf(request.quantity) !== 1) return rejected(-4003, "Quantity less than zero.");
    return null;
  }

  /** What resting orders on the same side would already take off the position. */
  #restingReduction({ symbol, side }: PlaceMarketOrder, positionSide: PositionSide): Decimal {
    let resting = zero;
    for (const order of this.#orders.values()) {
      if (
        order.symbol === symbol &&
        order.side === side &&
        order.positionSide === positionSide &&
        isLive(order.status) &&
        (order.reduceOnly || closesLeg(order))
      ) {
        resting = add(resting, add(order.quantity, negate(order.filledQuantity)));
      }
    }
    return resting;
  }
}

/** In hedge mode the side says whether an order opens its leg or closes it. */
function closesLeg(order: { side: string; positionSide: PositionSide | null }): boolean {
  return order.positionSide === "LONG"
    ? order.side === "SELL"
    : order.positionSide === "SHORT" && order.side === "BUY";
}

function keyOf({ symbol, positionSide }: { symbol: string; positionSide: PositionSide }): string {
  return `${symbol} ${positionSide}`;
}

function smaller(left: Decimal, right: Decimal): Decimal {
  return exceeds(left, right) ? right : left;
}

function rejected(code: number, message: string): PortReply {
  return { status: "rejected", code, message };
}
