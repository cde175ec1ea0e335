/** Requests of a bot to the REST interface of the exchange, as they arrived, and the faults of their replies. */
import * as z from "zod";
import { printable } from "./printable-text.ts";
import type { ReadList } from "./snapshot.ts";

/**
 * What a request is for. `mutating`: it can change orders, positions or settings. `unknown`: the simulated exchange has
 * no such endpoint. `other-host`: it was sent to a host that is none of the exchange.
 */
export type RequestGroup = "start" | "read" | "mutating" | "stream" | "unknown" | "other-host";

/** `broken`: no valid JSON of the venue. `none`: the connection ended without a whole reply. */
export type ReplyForm = "ok" | "error" | "broken" | "none";

export type RecordedRequest = {
  /** The index of the run; null outside every run. */
  readonly run: number | null;
  /** By the clock of the exchange, in milliseconds since 1970. */
  readonly atMs: number;
  /** Such as `DELETE`. */
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  /** As the request names it, such as `127.0.0.1:8080`. */
  readonly host: string;
  /** What it is for. */
  readonly group: RequestGroup;
  /** Its parameters without time, receive window and signature, sorted by name, such as `symbol=BTCUSDT`. */
  readonly parameters: string;
  /** The list that it reads; null for any other request. */
  readonly list: ReadList | null;
  /**
   * The code with which the venue refused it before any rule of the exchange, such as -1022, or 413 for a body that is
   * too long; else null.
   */
  readonly refusal: number | null;
  /** The HTTP status of the reply; 0 where none was sent. */
  readonly status: number;
  /** The form of the reply. */
  readonly reply: ReplyForm;
  /** From a reply of 429 or 418: when the venue serves requests again, in milliseconds since 1970; else null. */
  readonly bannedUntilMs: number | null;
  /** How many port calls it made. */
  readonly portCalls: number;
};

/** Whether it is the handshake of a user stream. */
export function opensUserStream({ group, method, status }: RecordedRequest): boolean {
  return group === "stream" && method === "GET" && status === switchingProtocols;
}

const switchingProtocols = 101;

/** Such as `DELETE /fapi/v1/order orderId=1&symbol=BTCUSDT`. */
export function describeRecordedRequest({ method, path, parameters }: RecordedRequest): string {
  const text = printable(`${method} ${path} ${parameters}`.trimEnd());
  return text.length > textLengthMax ? `${text.slice(0, textLengthMax)}…` : text;
}

const textLengthMax = 200;

/** Where a fault applies: a list, the query for one order, or any mutating request. */
const faultEndpoints = ["openOrders", "positions", "openAlgoOrders", "order", "mutation"] as const;
export type FaultEndpoint = (typeof faultEndpoints)[number];

/** In which form a reply fails. Source: Binance USDⓈ-M futures, page "General Info", and what clients met. */
export const wireFaultKinds = [
  /** HTTP 503 "Unknown error, please check your request or try again later." */
  "unknown-error",
  /** HTTP 408 with -1007. */
  "backend-timeout",
  /** The connection is reset. */
  "reset",
  /** No reply, until the bot gives up or its time is over. */
  "hang",
  /** The first half of the reply, and then the end of the connection. */
  "half-body",
  /** HTTP 200 with `{}`, `null`, a page in HTML, or JSON that is cut. */
  "empty-object",
  "null",
  "html",
  "cut-json",
  /** A page in HTML with the content type of JSON. */
  "html-as-json",
  /** HTTP 503 "Service Unavailable.": it failed. */
  "service-unavailable",
  /** HTTP 503 with -1001: it failed. */
  "internal-error",
  /** HTTP 400 with -1021: the clock of the venue is ahead. It failed. */
  "clock-skew",
  /** HTTP 429 with -1003: others with the same address sent too much. It failed. */
  "too-many-requests",
  /** HTTP 418 with -1003 and `Retry-After`, to this request and those after it. It failed. */
  "ip-ban",
] as const;
export type WireFaultKind = (typeof wireFaultKinds)[number];

export const wireFaultSchema = z
  .strictObject({
    endpoint: z.enum(faultEndpoints),
    /** Which request of the run to that endpoint, from 1. */
    call: z.int().min(1).max(999),
    kind: z.enum(wireFaultKinds),
    /** Only of a mutation: whether it took effect. Without effect where its kind shows that it failed. */
    applied: z.literal(true).optional(),
  })
  .readonly();
export type WireFault = z.infer<typeof wireFaultSchema>;

const failedKinds = [
  "service-unavailable",
  "internal-error",
  "clock-skew",
  "too-many-requests",
  "ip-ban",
] as const satisfies readonly WireFaultKind[];
type FailedKind = (typeof failedKinds)[number];

/** Whether a mutation with this reply did not take effect, and its sender can know that. */
export function showsFailure(kind: WireFaultKind): kind is FailedKind {
  return failedKinds.some((one) => one === kind);
}

/** Such as `openOrders 2: null`. */
export function describeWireFault({ endpoint, call, kind, applied }: WireFault): string {
  return `${endpoint} ${call}: ${kind}${applied === true ? ", applied" : ""}`;
}
