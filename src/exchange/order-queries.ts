/** Answers queries for one order from the state of the simulated exchange. A scenario may let them mislead. */
import { absolute, add, negate, signOf, zero } from "../domain/decimal.ts";
import type { ObservedOrder } from "../domain/order.ts";
import {
  orderQuerySchema,
  type OrderQueryReply,
  type QueryFault,
  type RecordedQuery,
} from "../domain/order-query.ts";
import type { PortEffect } from "../domain/port-call.ts";
import { printableShort } from "../domain/printable-text.ts";
import type { SimulatedExchange } from "./simulated-exchange.ts";
import type { SimulatedPort } from "./simulated-port.ts";
import { rejectedBy, venueMessage } from "./venue-errors.ts";

export class OrderQueries {
  readonly recorded: RecordedQuery[] = [];
  readonly #exchange: SimulatedExchange;
  readonly #port: SimulatedPort;
  readonly #nowMs: () => number;
  #faults: QueryFault[] = [];

  constructor(exchange: SimulatedExchange, port: SimulatedPort, nowMs: () => number) {
    this.#exchange = exchange;
    this.#port = port;
    this.#nowMs = nowMs;
  }

  /** One fault for each query of the run; after the last one the exchange answers by its rules. */
  startRun(faults: readonly QueryFault[]): void {
    this.#faults = [...faults];
  }

  /** `sent` is not trusted: a target may send any value. */
  answer(sent: unknown): OrderQueryReply {
    const { data: query } = orderQuerySchema.safeParse(sent);
    const fault = query === undefined ? "none" : (this.#faults.shift() ?? "none");
    const reply = this.#reply(query, fault);
    this.recorded.push({
      symbol: query?.symbol ?? text(Reflect.get(Object(sent), "symbol")),
      clientOrderId: query?.clientOrderId ?? text(Reflect.get(Object(sent), "clientOrderId")),
      run: this.#port.run,
      atMs: this.#nowMs(),
      status: reply.status,
      isMisled: fault !== "none",
    });
    return reply;
  }

  #reply(query: RecordedName | undefined, fault: QueryFault): OrderQueryReply {
    const ban = this.#port.banReply();
    if (ban !== null) return { ...ban, status: "failed" };
    if (query === undefined) return { ...rejectedBy(-1102, "symbol"), status: "failed" };
    if (fault === "failed") return { ...rejectedBy(-1001), status: "failed" };
    const { symbol, clientOrderId } = query;
    const order =
      this.#exchange.order(clientOrderId, symbol) ??
      marketOrderOf(this.#port.effects.findLast((effect) => isOf(effect, query)));
    return order === undefined || fault === "not-found"
      ? { status: "not-found", code: -2013, message: venueMessage(-2013) }
      : { status: "found", order };
  }
}

function text(value: unknown): string {
  return printableShort(typeof value === "string" ? value : "nothing");
}

type RecordedName = Pick<ObservedOrder, "symbol" | "clientOrderId">;

function isOf({ request }: PortEffect, { symbol, clientOrderId }: RecordedName): boolean {
  return (
    request.method === "placeMarketOrder" &&
    request.symbol === symbol &&
    request.clientOrderId === clientOrderId
  );
}

/** No list has it, because it has ended at once. */
function marketOrderOf(effect: PortEffect | undefined): ObservedOrder | undefined {
  if (effect === undefined || effect.request.method !== "placeMarketOrder") return undefined;
  const { request, position, atMs } = effect;
  const { symbol, clientOrderId, side, quantity, positionSide, reduceOnly } = request;
  const moved = position === null ? zero : add(position.after, negate(position.before));
  return {
    clientOrderId,
    orderId: String(atMs),
    symbol,
    side,
    positionSide: positionSide ?? "BOTH",
    type: "MARKET",
    quantity,
    filledQuantity: absolute(moved),
    price: zero,
    reduceOnly: reduceOnly === true,
    status: signOf(add(quantity, negate(absolute(moved)))) === 0 ? "FILLED" : "EXPIRED",
    updatedAtMs: atMs,
  };
}
