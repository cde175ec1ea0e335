/** What a process that starts anew knows of the calls that were made before it: what the trail says. */
import type {
  AuditEvent,
  RemediateAttemptEvent,
  RemediateResultEvent,
} from "../domain/audit-event.ts";
import { portRequestSchema } from "../domain/port-call.ts";
import type { EarlierCall } from "../domain/port-call.ts";

/**
 * Oldest first. Whether an attempt without a result has left, and what became of it, nobody knows. A line that
 * names no request that the venue could have taken tells of no call.
 */
export function readEarlierCalls(events: readonly AuditEvent[]): readonly EarlierCall[] {
  return new EarlierCalls().readOn(events);
}

/** Reads a trail that grows, each line once. */
export class EarlierCalls {
  #calls: EarlierCall[] = [];
  /** Where the attempts stand that have no result yet. */
  readonly #open = new Map<string, number>();
  #linesRead = 0;

  /** The whole trail, which begins as it did the last time. */
  readOn(events: readonly AuditEvent[]): readonly EarlierCall[] {
    if (this.#linesRead < events.length) this.#calls = [...this.#calls];
    for (; this.#linesRead < events.length; this.#linesRead += 1) {
      const event = events[this.#linesRead];
      if (event?.event_type === "REMEDIATE_ATTEMPT") this.#attempt(event);
      else if (event?.event_type === "REMEDIATE_RESULT") this.#end(event);
    }
    return this.#calls;
  }

  #attempt(event: RemediateAttemptEvent): void {
    const read = portRequestSchema.safeParse(requestOf(event));
    if (!read.success) return;
    this.#open.set(nameOf(event), this.#calls.length);
    this.#calls.push({ request: read.data, atMs: event.ts_ms, status: "unknown" });
  }

  #end(event: RemediateResultEvent): void {
    const place = this.#open.get(nameOf(event));
    const call = place === undefined ? undefined : this.#calls[place];
    if (place === undefined || call === undefined) return;
    this.#open.delete(nameOf(event));
    this.#calls[place] = { ...call, status: replyOf[event.status] };
  }
}

const replyOf = { executed: "accepted", failed: "rejected", unknown: "unknown" } as const;

function nameOf({ run_id, sequence }: RemediateAttemptEvent | RemediateResultEvent): string {
  return `${sequence} ${run_id}`;
}

function requestOf(attempt: RemediateAttemptEvent): unknown {
  const { symbol, client_order_id: clientOrderId } = attempt;
  if (attempt.kind === "cancel") return { method: "cancelOrder", symbol, clientOrderId };
  const { side, quantity, position_side: positionSide, reduce_only: reduceOnly } = attempt;
  const method = "placeMarketOrder";
  return { method, symbol, clientOrderId, side, quantity, positionSide, reduceOnly };
}
