/** Which events of the user stream are sent, by the faults that are due. */
import { isStreamEnd, type StreamEnd, type StreamFault } from "../../domain/stream-fault.ts";

/** `send` in this order, after `first`. */
export type Delivery<Event> = {
  /** The fault of this event; null: it has none. */
  readonly fault: StreamFault["kind"] | null;
  readonly first: StreamEnd | null;
  readonly send: readonly Event[];
};

export class FaultyDelivery<Event> {
  readonly #faults: ReadonlyMap<number, StreamFault["kind"]>;
  readonly #isSameType: (left: Event, right: Event) => boolean;
  #events = 0;
  /** Events that wait for the next one, and those that wait for the next one of their type. */
  #before: Event[] = [];
  #after: Event[] = [];

  constructor(
    faults: readonly StreamFault[],
    isSameType: (left: Event, right: Event) => boolean = () => true,
  ) {
    this.#faults = new Map(faults.map(({ event, kind }) => [event, kind]));
    this.#isSameType = isSameType;
  }

  /** What happens to the stream when it opens. */
  get atOpening(): StreamEnd | null {
    return endOf(this.#faults.get(0) ?? null);
  }

  /** Counted from 1. */
  get events(): number {
    return this.#events;
  }

  next(event: Event): Delivery<Event> {
    this.#events += 1;
    const kind = this.#faults.get(this.#events) ?? null;
    if (kind === "delay" || kind === "reorder") {
      const waiting = kind === "delay" ? this.#before : this.#after;
      waiting.push(event);
      return { fault: kind, first: null, send: [] };
    }
    const isLost = kind !== null && kind !== "duplicate";
    const own = isLost ? [] : kind === "duplicate" ? [event, event] : [event];
    const isDue = (waiting: Event) => this.#isSameType(waiting, event);
    const send = [...this.#before, ...own, ...this.#after.filter(isDue)];
    this.#before = [];
    this.#after = this.#after.filter((waiting) => !isDue(waiting));
    return { fault: kind, first: endOf(kind), send };
  }

  /** No next event comes. */
  takeWaiting(): readonly Event[] {
    const waiting = [...this.#before, ...this.#after];
    this.#before = [];
    this.#after = [];
    return waiting;
  }
}

function endOf(kind: StreamFault["kind"] | null): StreamEnd | null {
  return kind !== null && isStreamEnd(kind) ? kind : null;
}
