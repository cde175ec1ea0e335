import type { RecordedRequest } from "../domain/wire-request.ts";
import { describeParameters } from "./parameters.ts";
import type { ReadRequest } from "./rest-face.ts";
import type { Handshake } from "./stream/stream-server.ts";
import { isExchangeHost, type ArrivedRequest } from "./wire-server.ts";

type Outcome = Pick<
  RecordedRequest,
  "run" | "atMs" | "refusal" | "status" | "reply" | "bannedUntilMs" | "portCalls"
>;

/** The record of a request, which has no key and no signature. */
export function recordRequest(
  { method, path, host, isKnownHost }: ArrivedRequest,
  { route, parameters }: ReadRequest,
  outcome: Outcome,
): RecordedRequest {
  return {
    method,
    path,
    host,
    group: isKnownHost ? (route?.group ?? "unknown") : "other-host",
    parameters: describeParameters(parameters),
    list: route?.list ?? null,
    ...outcome,
  };
}

/** The record of a WebSocket handshake. */
export function recordHandshake(
  { path, host, status }: Handshake,
  when: Pick<RecordedRequest, "run" | "atMs">,
): RecordedRequest {
  const isKnown = status !== 404;
  return {
    ...when,
    method: "GET",
    path,
    host,
    group: !isExchangeHost(host) ? "other-host" : isKnown ? "stream" : "unknown",
    parameters: "",
    list: null,
    refusal: null,
    status,
    reply: status === 101 ? "ok" : "error",
    bannedUntilMs: null,
    portCalls: 0,
  };
}

/** The reply to a request that names another host. */
export const otherHost = { status: 421, body: { code: -1, msg: "Misdirected Request" } } as const;
