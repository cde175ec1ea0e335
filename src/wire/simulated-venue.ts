/** A venue over the simulated exchange, on which a person tries a client. Nothing judges it, and no price moves. */
import {
  observedConditionalOrderSchema,
  type ObservedConditionalOrder,
} from "../domain/conditional-order.ts";
import { isUnsignedDecimal, signOf, type Decimal } from "../domain/decimal.ts";
import { exchangeStateSchema } from "../domain/exchange-state.ts";
import type { SymbolFilters } from "../domain/filters.ts";
import { isConditional, isLive, type ObservedOrder } from "../domain/order.ts";
import { orderQuerySchema, type OrderQueryReply } from "../domain/order-query.ts";
import type { PortReply, PortRequest } from "../domain/port-call.ts";
import type { PositionMode } from "../domain/position.ts";
import { endedMarketOrder, newOrderId } from "../exchange/market-order.ts";
import { readRequest } from "../exchange/read-request.ts";
import { SimulatedExchange } from "../exchange/simulated-exchange.ts";
import { rejectedBy, venueMessage } from "../exchange/venue-errors.ts";
import { symbolsOf } from "../scenario/rename-symbols.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { lastOf } from "./routes/named-order.ts";
import { shiftDates } from "./shift-dates.ts";
import type { Venue } from "./venue.ts";

const accepted: PortReply = { status: "accepted" };

/** Without orders and positions. The filters are as wide as those of the venue were in 2026. */
const emptyAccount = exchangeStateSchema.parse({
  prices: { BTCUSDT: "50000.00", ETHUSDT: "2500.00" },
  filters: {
    BTCUSDT: {
      stepSize: "0.001",
      minQuantity: "0.001",
      minNotional: "100",
      maxMarketQuantity: "120",
    },
    ETHUSDT: {
      stepSize: "0.001",
      minQuantity: "0.001",
      minNotional: "20",
      maxMarketQuantity: "2000",
    },
  },
});

export class SimulatedVenue implements Venue {
  readonly nowMs: () => number;
  /** How many there were. */
  portCalls = 0;
  readonly #exchange: SimulatedExchange;
  readonly #symbols: readonly string[];
  readonly #filters: ReadonlyMap<string, SymbolFilters>;
  /** They end at once, so no list has them. */
  readonly #marketOrders: ObservedOrder[] = [];
  #placed = 0;
  /** When the orders of a symbol are cancelled, in milliseconds since 1970. */
  readonly #countdowns = new Map<string, number>();

  /** The start of the scenario is now; its steps do not happen. Null: an empty account. */
  constructor(scenario: Scenario | null, nowMs: () => number = Date.now) {
    const state = scenario?.exchange ?? emptyAccount;
    const byMs = scenario === null ? 0 : nowMs() - scenario.startsAtMs;
    const orders = shiftDates(state.orders, byMs);
    const conditionalOrders = shiftDates(state.conditionalOrders ?? [], byMs);
    this.nowMs = nowMs;
    this.#exchange = new SimulatedExchange({ ...state, orders, conditionalOrders });
    this.#symbols = scenario === null ? Object.keys(state.prices) : symbolsOf(scenario);
    this.#filters = new Map(Object.entries(state.filters ?? {}));
  }

  symbols() {
    return this.#symbols.map((symbol) => ({
      symbol,
      filters: this.#filters.get(symbol),
      markPrice: this.#exchange.price(symbol),
    }));
  }

  positionMode() {
    return this.#exchange.positionMode;
  }

  openOrders() {
    return this.#part(this.#exchange.orders());
  }

  positions() {
    return this.#part(this.#exchange.positions());
  }

  openAlgoOrders() {
    return this.#part(this.allAlgoOrders());
  }

  allOrders() {
    return [...this.#exchange.orders(), ...this.#marketOrders];
  }

  allAlgoOrders() {
    return this.#exchange.listedConditionalOrders(null);
  }

  async queryOrder(query: unknown): Promise<OrderQueryReply> {
    const { data } = orderQuerySchema.safeParse(query);
    const order = data && lastOf(this.allOrders(), data.symbol, data.clientOrderId);
    if (order !== undefined) return { status: "found", order };
    return { status: "not-found", code: -2013, message: venueMessage(-2013) };
  }

  async send(method: PortRequest["method"], parameters: unknown): Promise<PortReply> {
    this.portCalls += 1;
    const { request, malformed, rejection } = readRequest(method, parameters, this.#isListed);
    if (malformed !== null) return rejection;
    const nowMs = this.nowMs();
    if (request.method !== "placeMarketOrder") return this.#exchange.apply(request, nowMs);
    const before = this.#exchange.positionQuantity(request);
    const reply = this.#exchange.apply(request, nowMs);
    if (reply.status !== "accepted") return reply;
    const position = { before, after: this.#exchange.positionQuantity(request) };
    this.#marketOrders.push(endedMarketOrder(request, position, nowMs, this.#nextNumber()));
    return reply;
  }

  /** It rests until it is cancelled. */
  async placeRestingOrder(parameters: unknown): Promise<PortReply> {
    const isObject = typeof parameters === "object" && parameters !== null;
    const sent: Readonly<Record<string, unknown>> = isObject ? { ...parameters } : {};
    const { price, ...others } = sent;
    const read = readRequest("placeMarketOrder", others, this.#isListed);
    if (read.malformed !== null) return read.rejection;
    if (typeof price !== "string" || !isUnsignedDecimal(price) || signOf(price) === 0) {
      return rejectedBy(-4001);
    }
    const { request } = read;
    if (request.method !== "placeMarketOrder") throw new Error("a limit order is no cancel");
    const refusal = this.#exchange.refuseOrder(request, price);
    if (refusal !== null) return refusal;
    const nowMs = this.nowMs();
    // A market order that has not filled yet has the fields of a limit order.
    const order = endedMarketOrder(request, null, nowMs, this.#nextNumber());
    this.#exchange.addOrder({ ...order, type: "LIMIT", price, status: "OPEN" }, nowMs);
    return accepted;
  }

  /** It waits until it is cancelled. */
  async placeConditionalOrder(sent: ObservedConditionalOrder): Promise<PortReply> {
    if (!this.#isListed(sent.symbol)) return rejectedBy(-1121);
    const { data: order, error } = observedConditionalOrderSchema.safeParse(sent);
    if (error) return rejectedBy(-1102, String(error.issues[0]?.path[0]));
    if (!isConditional(order.type)) return rejectedBy(-1116);
    if (!this.#exchange.hasSide(order.positionSide)) return rejectedBy(-4061);
    if (order.quantity !== null && signOf(order.quantity) === 0) return rejectedBy(-4003);
    const { conditionalOrders } = this.#exchange;
    if (conditionalOrders?.get(order.clientOrderId) !== undefined) return rejectedBy(-4116);
    const nowMs = this.nowMs();
    const orderId = newOrderId(nowMs, this.#nextNumber());
    conditionalOrders?.add({ ...order, orderId }, nowMs);
    return accepted;
  }

  /** Fills a live order, in part or whole: no request does it. False where there is none. */
  fill(symbol: string, clientOrderId: string, part: Decimal | null): boolean {
    const order = this.#exchange.order(clientOrderId, symbol);
    if (order === undefined || !isLive(order.status)) return false;
    this.#exchange.fill(clientOrderId, part, this.nowMs(), symbol);
    return true;
  }

  /** The price of a conditional order is reached. The market order that takes its place fills. False where none waits. */
  trigger(clientOrderId: string, into: "TRIGGERING" | "TRIGGERED"): boolean {
    const order = this.allAlgoOrders().find((one) => one.clientOrderId === clientOrderId);
    if (order === undefined || !isLive(order.status)) return false;
    const before = this.#exchange.orders().length;
    this.#exchange.trigger(clientOrderId, into, this.nowMs());
    const placed = this.#exchange.orders()[before];
    if (placed !== undefined) this.fill(placed.symbol, placed.clientOrderId, null);
    return true;
  }

  setPositionMode(mode: PositionMode): PortReply {
    const refusal = this.#exchange.refuseMode(mode);
    if (refusal === null) this.#exchange.setPositionMode(mode);
    return refusal ?? accepted;
  }

  startCountdown(symbol: string, ms: number): void {
    if (ms === 0) this.#countdowns.delete(symbol);
    else this.#countdowns.set(symbol, this.nowMs() + ms);
  }

  /** Ends the countdowns that are over; false where there is none. Conditional orders and positions stay. */
  passTime(): boolean {
    const nowMs = this.nowMs();
    let hasEnded = false;
    for (const [symbol, endsAtMs] of this.#countdowns) {
      if (endsAtMs > nowMs) continue;
      this.#countdowns.delete(symbol);
      hasEnded = true;
      const own = this.#exchange.orders().filter((order) => order.symbol === symbol);
      for (const { clientOrderId } of own) this.#exchange.expire(clientOrderId, nowMs, symbol);
    }
    return hasEnded;
  }

  #isListed = (symbol: string): boolean => this.#symbols.includes(symbol);

  #part<Item>(items: readonly Item[]) {
    return { status: "ok", takenAtMs: this.nowMs(), items } as const;
  }

  #nextNumber(): number {
    this.#placed += 1;
    return this.#placed;
  }
}
