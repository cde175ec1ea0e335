/** Sends a reply, whole or broken. */
import type { ServerResponse } from "node:http";
import type { WireFaultKind } from "../domain/wire-request.ts";
import { venueMessage } from "../exchange/venue-errors.ts";
import {
  errorBody,
  serviceUnavailable,
  unknownError,
  writeJson,
  type VenueReply,
} from "./reply.ts";

/** `form`: how the reply is broken. `isLost`: the connection breaks instead of a reply. */
export type Answer = {
  readonly reply: VenueReply;
  readonly form?: WireFaultKind | undefined;
  readonly isLost?: boolean;
};

const json = "application/json;charset=UTF-8";
const page = "<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>";

export function send(response: ServerResponse, { reply, form }: Answer): void {
  const { status, headers = {}, body } = brokenReply(reply, form);
  // HTTP forbids a length there.
  if (status === 204) {
    response.writeHead(status, headers).end();
    return;
  }
  const whole = form === "html" ? page : textOf(body);
  const type = form === "html" ? "text/html" : json;
  const fields = (length: number) => ({
    "content-type": type,
    ...headers,
    "content-length": length,
  });
  if (form === "half-body" || form === "cut-json") {
    const bytes = Buffer.from(whole);
    const isCut = form === "cut-json";
    const half = bytes.subarray(0, isCut ? Math.ceil(bytes.length / 2) : bytes.length >> 1);
    response.writeHead(status, fields(isCut ? half.length : bytes.length));
    if (isCut) response.end(half);
    else response.write(half, () => response.destroy());
    return;
  }
  // As text: a buffer is a write of its own after the one of the headers, which halves the rate.
  response.writeHead(status, fields(Buffer.byteLength(whole))).end(whole);
}

/** A text is sent as it is: not every reply is JSON. */
function textOf(body: unknown): string {
  return typeof body === "string" ? body : writeJson(body);
}

function brokenReply(reply: VenueReply, form: WireFaultKind | undefined): VenueReply {
  switch (form) {
    case "empty-object":
      return { ...reply, status: 200, body: {} };
    case "null":
      return { ...reply, status: 200, body: null };
    case "html":
    case "cut-json":
    case "half-body":
      return { ...reply, status: 200 };
    case "unknown-error":
      return { ...reply, status: 503, body: errorBody(-1000, unknownError) };
    case "backend-timeout":
      return { ...reply, status: 408, body: errorBody(-1007, venueMessage(-1007)) };
    case "service-unavailable":
      return { ...reply, status: 503, body: errorBody(0, serviceUnavailable) };
    case "internal-error":
      return { ...reply, status: 503, body: errorBody(-1001, venueMessage(-1001)) };
    default:
      return reply;
  }
}
