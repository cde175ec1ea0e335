/** A simulated exchange that breaks each reply to one kind of request. */
import { decimalSchema } from "../../src/domain/decimal.ts";
import type { WireFaultKind } from "../../src/domain/wire-request.ts";
import { breakReply } from "../../src/wire/broken-reply.ts";
import { refusedWith } from "../../src/wire/reply.ts";
import { RestFace, type ReadRequest } from "../../src/wire/rest-face.ts";
import { SimulatedVenue } from "../../src/wire/simulated-venue.ts";
import { AccountChanges, accountOf } from "../../src/wire/stream/account-changes.ts";
import type { PrivateForm } from "../../src/wire/stream/stream-paths.ts";
import type { Handshake, StreamServer } from "../../src/wire/stream/stream-server.ts";
import { OneListenKey } from "../../src/wire/stream/listen-keys.ts";
import type { Answer, ArrivedRequest } from "../../src/wire/wire-server.ts";
import {
  openPlace,
  openSealedPlace,
  type PlaceOwner,
  type WirePlace,
} from "../../src/target/wire/wire-place.ts";
import { observedOrder, scenarioWith } from "../../src/test-fixtures/scenarios.ts";
import type { Place } from "./drivers.mjs";
import { restingOrderId, restingOrderNumber } from "./resting-order.ts";

/** `POST` and `DELETE` are those of an order. */
export type FaultyCall = "openOrders" | "positionRisk" | "POST" | "DELETE";
export type ClientFault =
  | Extract<
      WireFaultKind,
      | "unknown-error"
      | "backend-timeout"
      | "reset"
      | "too-many-requests"
      | "ip-ban"
      | "empty-object"
      | "null"
      | "cut-json"
    >
  | "-2022"
  | "-2011";

export type Fault = { readonly call: FaultyCall; readonly kind: ClientFault };

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

/** `override`: clients get another base URL. `sealed`: they keep their own, in a network of their own. */
export const modes = ["override", "sealed"] as const;
export type Mode = (typeof modes)[number];

export class FaultyExchange implements PlaceOwner {
  readonly stream = { listenKeys: new OneListenKey({ nowMs: Date.now }) };
  #state: State = this.#fresh(null);
  #requests: string[] = [];
  #stream: StreamServer | null = null;
  readonly #paths = new Set<string>();
  #connect: () => void = () => undefined;
  /** When the first stream is open. */
  readonly connected = new Promise<void>((resolve) => (this.#connect = resolve));

  /** Throws `TargetError` where the machine has no namespaces and the mode is `sealed`. */
  async open(mode: Mode): Promise<{ readonly place: WirePlace; readonly settings: Place }> {
    const place = await (mode === "sealed" ? openSealedPlace(this) : openPlace(this));
    const { url, stream } = mode === "sealed" ? { url: null, stream: null } : place.address;
    this.#stream = place.stream;
    return { place, settings: { url, stream, ...keys } };
  }

  /** From here on the account is as at its start, and each request that is meant gets the fault. */
  reset(fault: Fault | null): void {
    this.#state = this.#fresh(fault);
    this.#requests = [];
  }

  /** The requests since the last time, as `POST /fapi/v1/order`. */
  takeRequests(): readonly string[] {
    return this.#requests.splice(0);
  }

  readonly answer = async (request: ArrivedRequest): Promise<Answer> => {
    const { venue, face, changes, fault } = this.#state;
    const read = face.read(request);
    this.#requests.push(`${request.method} ${request.path}`);
    if (fault === null || !isMeant(fault.call, read)) {
      const reply = await face.answer(request, read);
      for (const event of changes.take(accountOf(venue))) this.#stream?.publish(event);
      return { reply };
    }
    const { kind } = fault;
    if (kind === "-2022") return { reply: refusedWith(-2022) };
    if (kind === "-2011") return { reply: refusedWith(-2011) };
    return breakReply(await face.answer(request, read), kind, Date.now());
  };

  readonly noteHandshake = ({ path, form }: Handshake): void => {
    this.#paths.add(form === null ? path : pathsOfForms[form]);
    this.#connect();
  };

  /** Of the streams that were opened, sorted. */
  paths(): readonly string[] {
    return [...this.#paths].toSorted();
  }

  /** Only a sealed client can ask for another host. */
  addOtherHost(host: string): void {
    this.#requests.push(`CONNECT ${host}`);
  }

  #fresh(fault: Fault | null): State {
    const { listenKeys } = this.stream;
    const venue = new SimulatedVenue(account);
    const face = new RestFace({ venue, key: keys, listenKeys });
    return { venue, face, changes: new AccountChanges(accountOf(venue)), fault };
  }
}

type State = {
  readonly venue: SimulatedVenue;
  readonly face: RestFace;
  readonly changes: AccountChanges;
  readonly fault: Fault | null;
};

const pathsOfForms: Readonly<Record<PrivateForm, string>> = {
  "ws-query": "/private/ws?listenKey=KEY",
  "ws-path": "/private/ws/KEY",
  "stream-query": "/private/stream?listenKey=KEY",
  "stream-names": "/private/stream",
};

function isMeant(call: FaultyCall, { route }: ReadRequest): boolean {
  if (route === undefined) return false;
  if (call === "openOrders") return route.list === "orders";
  if (call === "positionRisk") return route.list === "positions";
  return route.method === call && route.path === "/fapi/v1/order";
}
