/** A reply of the REST interface. */
import { randomUUID } from "node:crypto";
import type { PortReply } from "../domain/port-call.ts";
import { venueMessage, type VenueErrorCode } from "../exchange/venue-errors.ts";

/** Random, so that no text of a client is read as one. */
const mark = `digits-${randomUUID()}:`;
const marked = new RegExp(`"${mark}([^"]*)"`, "g");

/** A number of more digits than a JavaScript number keeps, such as an order id. */
export class Digits {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }

  toJSON(): string {
    return mark + this.text;
  }
}

export type VenueReply = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** The code with which the request was refused before any rule of the exchange. */
  readonly refusal?: number;
  /** After 429 and 418, in milliseconds since 1970. */
  readonly bannedUntilMs?: number;
};

export function ok(body: unknown): VenueReply {
  return { status: 200, body };
}

export function refusedWith(code: VenueErrorCode, parameter = ""): VenueReply {
  const body = errorBody(code, venueMessage(code, parameter));
  return { status: statusOf(code), body, refusal: code };
}

export function errorBody(code: number, msg: string) {
  return { code, msg };
}

export const unknownError = "Unknown error, please check your request or try again later.";
export const serviceUnavailable = "Service Unavailable.";

/** An outcome that is not `accepted`. `nowMs` is the time of the venue. */
export function replyOfOutcome(
  reply: Exclude<PortReply, { readonly status: "accepted" }>,
  nowMs: number,
): VenueReply {
  if (reply.status === "unknown") {
    return reply.code === -1007
      ? { status: 408, body: errorBody(-1007, reply.message) }
      : { status: 503, body: errorBody(-1000, unknownError) };
  }
  const { code, message, bannedUntilMs } = reply;
  if (code === -1003) return tooManyRequests(message, bannedUntilMs ?? null, nowMs);
  return { status: statusOf(code), body: errorBody(code, message) };
}

/** HTTP 503 is also a failure of the venue itself: -1001, and -1008 where it is too busy. */
function statusOf(code: number): number {
  if (code === -1001 || code === -1008) return 503;
  return code === -2014 || code === -2015 ? 401 : 400;
}

/** Seconds, rounded up, so that a client that waits for them waits long enough. */
export function tooManyRequests(
  message: string,
  bannedUntilMs: number | null,
  nowMs: number,
): VenueReply {
  const body = errorBody(-1003, message);
  if (bannedUntilMs === null) return { status: 429, body };
  const seconds = Math.max(1, Math.ceil((bannedUntilMs - nowMs) / 1_000));
  return { status: 418, headers: { "Retry-After": String(seconds) }, body, bannedUntilMs };
}

/**
 * As JSON, in which `Digits` are numbers with all their digits. `JSON.stringify` writes them as marked texts first: it
 * would write a number of more than 2^53 with other digits, and Node 20 has no `JSON.rawJSON`.
 */
export function writeJson(value: unknown): string {
  return JSON.stringify(value ?? null).replaceAll(marked, "$1");
}
