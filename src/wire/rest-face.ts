/** Answers one request as the venue does: route, key, signature, time, rate limits, and then the rules. */
import { isSigned, readParameters, splitSignature } from "./parameters.ts";
import type { ApiKey, Parameters } from "./parameters.ts";
import { errorBody, refusedWith, type VenueReply } from "./reply.ts";
import { RequestWeights } from "./request-weights.ts";
import { findRoute } from "./routes/all.ts";
import type { ListenKeys, Route } from "./routes/route.ts";
import type { Venue } from "./venue.ts";

/** As it arrived. */
export type RawRequest = {
  readonly method: string;
  readonly path: string;
  /** Without its question mark. */
  readonly query: string;
  readonly body: string;
  /** `X-MBX-APIKEY`. */
  readonly apiKey: string | undefined;
  /** Of a session of the WebSocket API: its key has logged on, so no signature is needed. */
  readonly isLoggedOn?: boolean;
};

export type ReadRequest = { readonly route: Route | undefined; readonly parameters: Parameters };

export type FaceOptions = {
  readonly venue: Venue;
  readonly key: ApiKey;
  readonly listenKeys: ListenKeys;
  /** Whether replies have the form of before 2026-07-15. */
  readonly hasAverages?: boolean;
};

function amount(written: Route["weight"], parameters: Parameters): number {
  return typeof written === "number" ? written : written(parameters);
}

const defaultWindowMs = 5_000;
const windowMaxMs = 60_000;
/** How far the time of a request may be ahead of the venue. */
const aheadMaxMs = 1_000;

export class RestFace {
  readonly #options: FaceOptions;
  readonly #weights = new RequestWeights();

  constructor(options: FaceOptions) {
    this.#options = options;
  }

  read({ method, path, query, body }: RawRequest): ReadRequest {
    return { route: findRoute(method, path), parameters: readParameters(query, body) };
  }

  /** A promise that rejects is a connection that breaks. */
  async answer(request: RawRequest, { route, parameters }: ReadRequest): Promise<VenueReply> {
    const { venue, listenKeys, hasAverages = false } = this.#options;
    if (route === undefined) return { status: 404, body: errorBody(-1, "Not Found") };
    const weight = amount(route.weight, parameters);
    const orders = amount(route.orders ?? 0, parameters);
    const limited = this.#weights.count(weight, orders, venue.nowMs());
    const headers = this.#weights.headers(orders);
    const refusal = limited ?? this.#refuse(request, route, parameters);
    const reply = refusal ?? (await route.handle({ venue, parameters, listenKeys, hasAverages }));
    return { ...reply, headers: { ...headers, ...reply.headers } };
  }

  /** Until then every request is refused. In milliseconds since 1970. */
  ban(untilMs: number): void {
    this.#weights.ban(untilMs);
  }

  isBanned(): boolean {
    return this.#weights.isBanned(this.#options.venue.nowMs());
  }

  /** Null for a request that the venue reads. */
  #refuse(request: RawRequest, { security }: Route, parameters: Parameters): VenueReply | null {
    if (security === "none") return null;
    const { key } = this.#options;
    const { apiKey } = request;
    if (apiKey === undefined || !/^[\w-]{16,128}$/.test(apiKey)) return refusedWith(-2014);
    if (apiKey !== key.key) return refusedWith(-2015);
    if (security === "key") return null;
    if (request.isLoggedOn === true) return this.#refuseTime(parameters);
    const { signed, sent } = splitSignature(request.query, request.body);
    if (sent === null || sent === "") return refusedWith(-1102, "signature");
    const late = this.#refuseTime(parameters);
    if (late !== null) return late;
    return isSigned(key, signed, sent) ? null : refusedWith(-1022);
  }

  #refuseTime(parameters: Parameters): VenueReply | null {
    const written = parameters.get("timestamp");
    if (written === undefined || !/^\d{1,16}$/.test(written))
      return refusedWith(-1102, "timestamp");
    const window = Number(parameters.get("recvWindow") ?? defaultWindowMs);
    if (!(window >= 0 && window <= windowMaxMs)) return refusedWith(-1131);
    const aheadMs = Number(written) - this.#options.venue.nowMs();
    return aheadMs < aheadMaxMs && -aheadMs <= window ? null : refusedWith(-1021);
  }
}
