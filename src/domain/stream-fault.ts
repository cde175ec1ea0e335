/** Faults of the user stream as data, and what is recorded of its events. */
import * as z from "zod";
import type { ClientOrderId } from "./client-order-id.ts";
import type { Decimal } from "./decimal.ts";
import type { OrderStatus } from "./order.ts";
import { printable } from "./printable-text.ts";
import type { TradingSymbol } from "./trading-symbol.ts";

/** What happens to one event. */
export const eventFaultKinds = [
  /** The event is not sent. */
  "drop",
  /** It is sent twice. */
  "duplicate",
  /** It is sent after the next one of its type. */
  "reorder",
  /** It is sent together with the next one, before it. */
  "delay",
] as const;

/** What happens to the stream, in place of an event or when the stream opens. */
export const streamEndKinds = [
  /** The event and all later ones are not sent on the connections that are open. Pings go on. */
  "silence",
  /** The open connections break (1006 at the client), and the event is lost. */
  "close",
  /** As `close`, and the next handshake is refused with HTTP 503. */
  "refuse-reconnect",
  /** The listenKey expires: `listenKeyExpired` is sent in place of the event. */
  "expire",
] as const;

const eventsMax = 9_999;

const streamFaultSchema = z.discriminatedUnion("kind", [
  z
    .strictObject({
      /** Which event of the run that an open stream should get, from 1; each `TRADE_LITE` is one too. */
      event: z.int().min(1).max(eventsMax),
      kind: z.enum(eventFaultKinds),
    })
    .readonly(),
  z
    .strictObject({
      /** The same; 0: as soon as a stream is open. */
      event: z.int().min(0).max(eventsMax),
      kind: z.enum(streamEndKinds),
    })
    .readonly(),
]);
export type StreamFault = z.infer<typeof streamFaultSchema>;

/** At most one for each event. */
export const streamFaultsSchema = z
  .array(streamFaultSchema)
  .min(1)
  .max(1_000)
  .refine((faults) => new Set(faults.map(({ event }) => event)).size === faults.length, {
    message: "one fault for each event",
  })
  .readonly();

/** The text of a fault without the event that it is about. */
const streamFaultTexts: Readonly<Record<StreamFault["kind"], string>> = {
  drop: "is not sent",
  duplicate: "is sent twice",
  reorder: "is sent after the next one of its type",
  delay: "is sent with the next one",
  silence: "is not sent, nor is a later one, and the connection stays open",
  close: "is lost: the connection closes with 1006",
  "refuse-reconnect":
    "is lost: the connection closes with 1006, and the next handshake gets HTTP 503",
  expire: "is lost: the listenKey expires",
};

export type StreamEnd = (typeof streamEndKinds)[number];

export function isStreamEnd(kind: StreamFault["kind"]): kind is StreamEnd {
  return streamEndKinds.some((one) => one === kind);
}

const textsAtOpening: Readonly<Record<StreamEnd, string>> = {
  silence: "no event is sent, and the connection stays open",
  close: "the connection closes with 1006",
  "refuse-reconnect": "the connection closes with 1006, and the next handshake gets HTTP 503",
  expire: "the listenKey expires",
};

/** Such as `event 2 is sent twice`. */
export function describeStreamFault({ event, kind }: StreamFault): string {
  return event === 0 && isStreamEnd(kind)
    ? `as soon as it is open, ${textsAtOpening[kind]}`
    : `event ${event} ${streamFaultTexts[kind]}`;
}

/** When an event was sent on a socket of a client. */
export type SentAt = {
  /** The index of the run, from 0. A delayed event may be sent in a later run than its own. */
  readonly run: number;
  /** How many port calls of that run came before. */
  readonly portCallsBefore: number;
};

/** What an event shows of an order, by the clock of the scenario. */
export type StreamedUpdate = {
  /** The id that the bot gave to the order. */
  readonly clientOrderId: ClientOrderId;
  /** Such as `BTCUSDT`. */
  readonly symbol: TradingSymbol;
  /** The id that the exchange gave to the order. */
  readonly orderId: string;
  /** The status of the order after the change, also where it has changed again since. */
  readonly status: OrderStatus;
  /** All that has filled since the order was placed, in units of the base asset. */
  readonly filledQuantity: Decimal;
  /** When the exchange changed the order, in milliseconds since 1970. */
  readonly updatedAtMs: number;
};

/** An event of the user stream in a run, or the opening of a stream. */
export type RecordedStreamEvent = {
  /** The index of the run, from 0. */
  readonly run: number;
  /** Which event of the run, from 1; 0: the stream is open, or was open in an earlier run of the process. */
  readonly event: number;
  /** Such as `ORDER_TRADE_UPDATE BTCUSDT id FILLED`. */
  readonly text: string;
  /** The fault that took place; null: none. */
  readonly fault: StreamFault["kind"] | null;
  /** The index of the step within the run that it shows; null: it shows a port call, or what happened between runs. */
  readonly innerStep: number | null;
  /** Null for an event that shows no order. */
  readonly update: StreamedUpdate | null;
  /** Null: it never was. The opening of a stream is not sent either. */
  readonly sent: SentAt | null;
};

/** Such as `ORDER_TRADE_UPDATE BTCUSDT id FILLED is sent twice`. */
export function describeStreamEvent({ event, text, fault, sent }: RecordedStreamEvent): string {
  if (event === 0) {
    return printable(
      fault !== null && isStreamEnd(fault) ? `${text}: ${textsAtOpening[fault]}` : text,
    );
  }
  const what = fault === null ? "" : ` ${streamFaultTexts[fault]}`;
  const isLost = fault !== null && (fault === "drop" || isStreamEnd(fault));
  const unsent = sent === null && !isLost ? "; it was sent to no client" : "";
  return printable(text + what + unsent);
}
