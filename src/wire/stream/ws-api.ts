/**
 * The WebSocket API: requests of the REST interface in another form. Each goes to the same route, so the rules are the
 * same. Source: Binance USDⓈ-M futures, pages "Websocket API General Info" and those of each method.
 */
import { errorBody, ok, type VenueReply } from "../reply.ts";
import type { ApiKey, Parameters } from "../parameters.ts";
import type { RawRequest, ReadRequest } from "../rest-face.ts";
import { findRoute } from "../routes/all.ts";
import { rateLimits } from "../routes/market.ts";
import type { Route } from "../routes/route.ts";
import { readMessage, textOf, type StreamConnection } from "./stream-connection.ts";

/** A request as the REST interface takes it. */
type ApiRequest = RawRequest & { readonly host: string };

export type ApiOptions = {
  readonly key: ApiKey;
  /** The clock of the exchange, in milliseconds since 1970. */
  readonly nowMs: () => number;
  /** A promise that rejects is a connection that breaks. */
  readonly handle: (request: ApiRequest, read: ReadRequest) => Promise<VenueReply>;
};

const order = "/fapi/v1/order";
const algoOrder = "/fapi/v1/algoOrder";
const listenKey = "/fapi/v1/listenKey";

const routes: ReadonlyMap<string, Route | undefined> = new Map([
  ["order.place", findRoute("POST", order)],
  ["order.modify", findRoute("PUT", order)],
  ["order.cancel", findRoute("DELETE", order)],
  ["order.status", findRoute("GET", order)],
  ["algoOrder.place", findRoute("POST", algoOrder)],
  ["algoOrder.cancel", findRoute("DELETE", algoOrder)],
  ["userDataStream.start", findRoute("POST", listenKey)],
  ["userDataStream.ping", findRoute("PUT", listenKey)],
  ["userDataStream.stop", findRoute("DELETE", listenKey)],
]);

/** No request by HTTP reaches it. */
function logonRoute(key: ApiKey): Route {
  const mayLogOn = "publicKey" in key && key.publicKey.asymmetricKeyType === "ed25519";
  return {
    method: "GET",
    path: "session.logon",
    group: "stream",
    security: "signed",
    weight: 2,
    handle: () => (mayLogOn ? ok({}) : { status: 401, body: errorBody(-4056, invalidKeyType) }),
  };
}

const invalidKeyType = "Invalid api key type: only Ed25519 keys can log on.";
const invalidRequest: VenueReply = { status: 400, body: errorBody(-1135, "Invalid JSON Request") };
const unknownMethod: VenueReply = { status: 400, body: errorBody(-1000, "Unknown method.") };

/** For `onApi` of the stream server. */
export function serveApi(options: ApiOptions) {
  return (connection: StreamConnection, host: string): void => {
    const session = new ApiSession(options, host);
    connection.socket.on("message", (data) => {
      session.answer(textOf(data)).then(
        (reply) => connection.send(reply),
        () => connection.socket.terminate(),
      );
    });
  };
}

class ApiSession {
  readonly #options: ApiOptions;
  readonly #host: string;
  readonly #connectedSinceMs: number;
  /** Null before a logon and after a logout. */
  #logon: { readonly apiKey: string; readonly sinceMs: number } | null = null;

  constructor(options: ApiOptions, host: string) {
    this.#options = options;
    this.#host = host;
    this.#connectedSinceMs = options.nowMs();
  }

  async answer(text: string): Promise<unknown> {
    const { id, method, params } = readMessage(text);
    const parameters = parametersOf(params);
    if (typeof method !== "string" || parameters === null) return messageOf(id, invalidRequest);
    return messageOf(id, await this.#replyTo(method, parameters));
  }

  async #replyTo(method: string, parameters: Parameters): Promise<VenueReply> {
    if (method === "session.logon") return this.#logOn(parameters);
    if (method === "session.logout") this.#logon = null;
    if (method === "session.logout" || method === "session.status") return ok(this.#status());
    const route = routes.get(method);
    return route === undefined ? unknownMethod : this.#ask(route, parameters);
  }

  async #logOn(parameters: Parameters): Promise<VenueReply> {
    const { key, nowMs } = this.#options;
    this.#logon = null;
    const reply = await this.#ask(logonRoute(key), parameters);
    if (reply.status !== 200) return reply;
    this.#logon = { apiKey: key.key, sinceMs: nowMs() };
    return { ...reply, body: this.#status() };
  }

  #status() {
    return {
      apiKey: this.#logon?.apiKey ?? null,
      authorizedSince: this.#logon?.sinceMs ?? null,
      connectedSince: this.#connectedSinceMs,
      returnRateLimits: true,
      serverTime: this.#options.nowMs(),
    };
  }

  /** The signature is over the parameters in the order of their names, as they were sent. */
  #ask(route: Route, sent: Parameters): Promise<VenueReply> {
    const signed = [...sent]
      .filter(([name]) => name !== "signature")
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, value]) => `${name}=${value}`)
      .join("&");
    const signature = sent.get("signature");
    const ending = signature === undefined ? "" : `&signature=${encodeURIComponent(signature)}`;
    const loggedOn = this.#logon?.apiKey;
    const apiKey = sent.get("apiKey") ?? loggedOn;
    const { method, path } = route;
    const request: ApiRequest = {
      method,
      path,
      query: `${signed}${ending}`,
      body: "",
      apiKey,
      host: this.#host,
      isLoggedOn: loggedOn !== undefined && signature === undefined,
    };
    const parameters = new Map([...sent].filter(([name]) => name !== "apiKey"));
    return this.#options.handle(request, { route, parameters });
  }
}

/** Null where they are no object of texts, numbers and truth values. */
function parametersOf(params: unknown): Parameters | null {
  if (params === undefined) return new Map();
  if (typeof params !== "object" || params === null || Array.isArray(params)) return null;
  const kinds = ["string", "number", "bigint", "boolean"];
  const fields = Object.entries(params);
  return fields.every(([, value]) => kinds.includes(typeof value))
    ? new Map(fields.map(([name, value]) => [name, String(value)]))
    : null;
}

function messageOf(id: unknown, { status, body, headers = {} }: VenueReply) {
  const used: Readonly<Record<string, string | undefined>> = {
    "REQUEST_WEIGHT 1 MINUTE": headers["X-MBX-USED-WEIGHT-1M"],
    "ORDERS 1 MINUTE": headers["X-MBX-ORDER-COUNT-1M"],
    "ORDERS 10 SECOND": headers["X-MBX-ORDER-COUNT-10S"],
  };
  const counts = rateLimits.flatMap((limit) => {
    const { rateLimitType, intervalNum, interval } = limit;
    const count = used[`${rateLimitType} ${intervalNum} ${interval}`];
    return count === undefined ? [] : [{ ...limit, count: Number(count) }];
  });
  const content = status === 200 ? { result: body } : { error: body };
  return { id, status, ...content, rateLimits: counts };
}
