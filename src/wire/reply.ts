/** A reply of the REST interface. */
import type { PortReply } from "../domain/port-call.ts";
import { venueMessage, type VenueErrorCode } from "../exchange/venue-errors.ts";

/** A number of more digits than a JavaScript number keeps, such as an order id. */
export class Digits {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
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
  const status = code === -2015 || code === -2014 ? 401 : 400;
  return { status, body: errorBody(code, venueMessage(code, parameter)), refusal: code };
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
  if (code === -1001) return { status: 503, body: errorBody(code, message) };
  if (code !== -1003) return { status: 400, body: errorBody(code, message) };
  return tooManyRequests(message, bannedUntilMs ?? null, nowMs);
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

/** As JSON, in which `Digits` are numbers with all their digits. */
export function writeBody(body: unknown): string {
  if (typeof body === "string") return body;
  if (body instanceof Digits) return body.text;
  if (Array.isArray(body)) return `[${body.map(writeBody).join(",")}]`;
  if (typeof body === "object" && body !== null) {
    const fields = Object.entries(body).map(([name, value]) => {
      const text = typeof value === "string" ? JSON.stringify(value) : writeBody(value);
      return `${JSON.stringify(name)}:${text}`;
    });
    return `{${fields.join(",")}}`;
  }
  return JSON.stringify(body ?? null);
}
