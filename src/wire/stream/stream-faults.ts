/** Faults of the user stream as data, and which events they make of those that happen. */
import * as z from "zod";

const streamFaultKinds = [
  /** The event is not sent. */
  "drop",
  /** It is sent twice. */
  "duplicate",
  /** It is sent after the next one. */
  "reorder",
  /** It is sent together with the next one, before it. */
  "delay",
  /** It and all later ones are not sent on the connections that are open. Pings go on. */
  "silence",
  /** The open connections break (1006 at the client), and the event is lost. */
  "close",
  /** As `close`, and the next handshake is refused with HTTP 503. */
  "refuse-reconnect",
  /** The listenKey expires before it: `listenKeyExpired` is sent instead. */
  "expire",
] as const;

/** At most one fault for each event. */
export const streamFaultSchema = z
  .strictObject({
    /** Which event since the start of the server, from 1; each `TRADE_LITE` is one too. */
    event: z.int().min(1).max(9_999),
    kind: z.enum(streamFaultKinds),
  })
  .readonly();
export type StreamFault = z.infer<typeof streamFaultSchema>;

/** `send` in this order, after `first`. */
export type Delivery<Event> = {
  readonly first: "silence" | "close" | "refuse-reconnect" | "expire" | null;
  readonly send: readonly Event[];
};

export class FaultyDelivery<Event> {
  readonly #faults: ReadonlyMap<number, StreamFault["kind"]>;
  #events = 0;
  /** Events that wait for the next one. */
  #before: Event[] = [];
  #after: Event[] = [];

  /** Throws where an event has two faults: a defect of the caller. */
  constructor(faults: readonly StreamFault[]) {
    this.#faults = new Map(faults.map(({ event, kind }) => [event, kind]));
    if (this.#faults.size < faults.length) throw new Error("an event has two stream faults");
  }

  next(event: Event): Delivery<Event> {
    this.#events += 1;
    const kind = this.#faults.get(this.#events);
    if (kind === "delay" || kind === "reorder") {
      const waiting = kind === "delay" ? this.#before : this.#after;
      waiting.push(event);
      return { first: null, send: [] };
    }
    const isLost = kind !== undefined && kind !== "duplicate";
    const own = isLost ? [] : kind === "duplicate" ? [event, event] : [event];
    const send = [...this.#before, ...own, ...this.#after];
    this.#before = [];
    this.#after = [];
    const isDone = kind === undefined || kind === "duplicate" || kind === "drop";
    return { first: isDone ? null : kind, send };
  }
}
