/** Answers queries for one order from the state of the simulated exchange. A scenario may let them mislead. */
import type { ObservedOrder } from "../domain/order.ts";
import {
  orderQuerySchema,
  type OrderQueryReply,
  type QueryFault,
  type RecordedQuery,
} from "../domain/order-query.ts";
import { printableShort } from "../domain/printable-text.ts";
import { endedMarketOrder } from "./market-order.ts";
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

  /** The market orders that took effect. No list has them, because they ended at once. */
  marketOrders(): ObservedOrder[] {
    return this.#port.effects.flatMap(({ request, position, atMs }, index) =>
      request.method === "placeMarketOrder"
        ? [endedMarketOrder(request, position, atMs, index)]
        : [],
    );
  }

  #reply(query: RecordedName | undefined, fault: QueryFault): OrderQueryReply {
    const ban = this.#port.banReply();
    if (ban !== null) return { ...ban, status: "failed" };
    if (query === undefined) return { ...rejectedBy(-1102, "symbol"), status: "failed" };
    if (fault === "failed") return { ...rejectedBy(-1001), status: "failed" };
    const { symbol, clientOrderId } = query;
    const order =
      this.#exchange.order(clientOrderId, symbol) ??
      this.marketOrders().findLast((one) => isOf(one, query));
    return order === undefined || fault === "not-found"
      ? { status: "not-found", code: -2013, message: venueMessage(-2013) }
      : { status: "found", order };
  }
}

function text(value: unknown): string {
  return printableShort(typeof value === "string" ? value : "nothing");
}

type RecordedName = Pick<ObservedOrder, "symbol" | "clientOrderId">;

function isOf(order: ObservedOrder, { symbol, clientOrderId }: RecordedName): boolean {
  return order.symbol === symbol && order.clientOrderId === clientOrderId;
}
