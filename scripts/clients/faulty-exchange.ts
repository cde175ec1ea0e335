/** A simulated exchange on loopback that breaks each reply to one kind of request. */
import { decimalSchema } from "../../src/domain/decimal.ts";
import type { WireFaultKind } from "../../src/domain/wire-request.ts";
import { breakReply } from "../../src/wire/broken-reply.ts";
import { RestFace, type ReadRequest } from "../../src/wire/rest-face.ts";
import { SimulatedVenue } from "../../src/wire/simulated-venue.ts";
import { OneListenKey } from "../../src/wire/stream/listen-keys.ts";
import { WireServer, type Answer, type ArrivedRequest } from "../../src/wire/wire-server.ts";
import { observedOrder, scenarioWith } from "../../src/test-fixtures/scenarios.ts";
import type { Place } from "./drivers.mjs";

/** `POST` and `DELETE` are those of an order. */
export type FaultyCall = "openOrders" | "positionRisk" | "POST" | "DELETE";
export type ClientFault = Extract<
  WireFaultKind,
  | "unknown-error"
  | "backend-timeout"
  | "reset"
  | "too-many-requests"
  | "ip-ban"
  | "empty-object"
  | "null"
  | "cut-json"
>;

export type Fault = { readonly call: FaultyCall; readonly kind: ClientFault };

export const restingOrderId = "mine";
/** More than 2^53. */
export const restingOrderNumber = "9223372036854775807";

const account = scenarioWith({
  exchange: {
    prices: { BTCUSDT: "50000.00", ETHUSDT: "2500.00", BTCUSDT_260327: "51000.00" },
    filters: {
      BTCUSDT: {
        stepSize: decimalSchema.parse("0.001"),
        minQuantity: decimalSchema.parse("0.001"),
        minNotional: decimalSchema.parse("5"),
        maxMarketQuantity: decimalSchema.parse("120"),
      },
    },
    orders: [observedOrder({ clientOrderId: restingOrderId, orderId: restingOrderNumber })],
    positions: [{ symbol: "BTCUSDT", quantity: "0.010" }],
  },
});

const keys = { key: "k".repeat(64), secret: "s".repeat(64) };

export class FaultyExchange {
  readonly place: Place;
  readonly #server: WireServer;
  readonly #state: State;

  private constructor(server: WireServer, state: State) {
    this.place = { url: `http://127.0.0.1:${server.port}`, ...keys };
    this.#server = server;
    this.#state = state;
  }

  static async start(): Promise<FaultyExchange> {
    const state = { face: freshFace(), fault: null, requests: [] };
    const server = await WireServer.start({ answer: (request) => answer(request, state) });
    return new FaultyExchange(server, state);
  }

  /** From here on the account is as at its start, and each request that is meant gets the fault. */
  reset(fault: Fault | null): void {
    Object.assign(this.#state, { face: freshFace(), fault, requests: [] });
  }

  /** The requests since the last time, as `POST /fapi/v1/order`. */
  takeRequests(): readonly string[] {
    return this.#state.requests.splice(0);
  }

  close(): Promise<void> {
    return this.#server.close();
  }
}

type State = { readonly face: RestFace; readonly fault: Fault | null; readonly requests: string[] };

function freshFace(): RestFace {
  const venue = new SimulatedVenue(account);
  const listenKeys = new OneListenKey({ nowMs: venue.nowMs });
  return new RestFace({ venue, key: keys, listenKeys });
}

async function answer(request: ArrivedRequest, { face, fault, requests }: State): Promise<Answer> {
  const read = face.read(request);
  requests.push(`${request.method} ${request.path}`);
  if (fault === null || !isMeant(fault.call, read)) {
    return { reply: await face.answer(request, read) };
  }
  return breakReply(await face.answer(request, read), fault.kind, Date.now());
}

function isMeant(call: FaultyCall, { route }: ReadRequest): boolean {
  if (route === undefined) return false;
  if (call === "openOrders") return route.list === "orders";
  if (call === "positionRisk") return route.list === "positions";
  return route.method === call && route.path === "/fapi/v1/order";
}
