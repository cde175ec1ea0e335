/** A reply as a fault leaves it. The server breaks what is no matter of status, headers and body. */
import type { ReplyForm, WireFaultKind } from "../domain/wire-request.ts";
import { tooManyRequests as limitMessage, venueMessage } from "../exchange/venue-errors.ts";
import {
  errorBody,
  serviceUnavailable,
  tooManyRequests,
  unknownError,
  type VenueReply,
} from "./reply.ts";

/** What the server does to a reply that it sends. */
export type BrokenForm = "reset" | "hang" | "half-body" | "cut-json";

export type BrokenReply = {
  readonly reply: VenueReply;
  readonly form?: BrokenForm;
  /** For records. */
  readonly recorded: ReplyForm;
};

const page = "<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>";
/** The wait that a reply of 429 names, and the shortest ban, in milliseconds. */
const waitMs = 60_000;
export const banMs = 120_000;

export function breakReply(reply: VenueReply, kind: WireFaultKind, nowMs: number): BrokenReply {
  switch (kind) {
    case "reset":
    case "hang":
    case "half-body":
      return { reply: { ...reply, status: 200 }, form: kind, recorded: "none" };
    case "cut-json":
      return { reply: { ...reply, status: 200 }, form: kind, recorded: "broken" };
    case "empty-object":
      return broken(reply, {});
    case "null":
      return broken(reply, null);
    case "html":
      return broken({ ...reply, headers: { ...reply.headers, "content-type": "text/html" } }, page);
    case "html-as-json":
      return broken(reply, page);
    case "unknown-error":
      return error({ status: 503, body: errorBody(-1000, unknownError) });
    case "backend-timeout":
      return error({ status: 408, body: errorBody(-1007, venueMessage(-1007)) });
    case "service-unavailable":
      return error({ status: 503, body: errorBody(0, serviceUnavailable) });
    case "internal-error":
      return error({ status: 503, body: errorBody(-1001, venueMessage(-1001)) });
    case "clock-skew":
      return error({ status: 400, body: errorBody(-1021, venueMessage(-1021)) });
    case "too-many-requests":
      return error({ ...tooManyRequests(limitMessage, nowMs + waitMs, nowMs), status: 429 });
    case "ip-ban": {
      const untilMs = nowMs + banMs;
      return error(tooManyRequests(venueMessage(-1003, String(untilMs)), untilMs, nowMs));
    }
  }
}

function broken(reply: VenueReply, body: unknown): BrokenReply {
  return { reply: { ...reply, status: 200, body }, recorded: "broken" };
}

function error(reply: VenueReply): BrokenReply {
  return { reply, recorded: "error" };
}
