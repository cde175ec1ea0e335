/** What a process that starts anew knows of the calls that were made before it: what the trail says. */
import type {
  AuditEvent,
  RemediateAttemptEvent,
  RemediateResultEvent,
} from "../domain/audit-event.ts";
import { portRequestSchema } from "../domain/port-call.ts";
import type { PriorCall } from "../domain/port-call.ts";

/**
 * Oldest first. Whether an attempt without a result has left, and what became of it, nobody knows. A line that
 * names no request that the venue could have taken tells of no call.
 */
export function readPriorCalls(events: readonly AuditEvent[]): readonly PriorCall[] {
  return new PriorCalls().readOn(events);
}

/** Reads a trail that grows, each line once. */
export class PriorCalls {
  #calls: PriorCall[] = [];
  /** The attempts that the calls are of. */
  readonly #attempts: RemediateAttemptEvent[] = [];
  #linesRead = 0;

  /** The whole trail, which begins as it did the last time. */
  readOn(events: readonly AuditEvent[]): readonly PriorCall[] {
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
    this.#attempts.push(event);
    this.#calls.push({ request: read.data, atMs: event.ts_ms, status: "unknown" });
  }

  #end({ run_id, sequence, status }: RemediateResultEvent): void {
    const place = this.#attempts.findLastIndex(
      (attempt) => attempt.run_id === run_id && attempt.sequence === sequence,
    );
    const call = this.#calls[place];
    if (call !== undefined) this.#calls[place] = { ...call, status: replyOf[status] };
  }
}

const replyOf = { executed: "accepted", failed: "rejected", unknown: "unknown" } as const;

function requestOf(attempt: RemediateAttemptEvent): unknown {
  const { symbol, client_order_id: clientOrderId } = attempt;
  if (attempt.kind === "cancel") return { method: "cancelOrder", symbol, clientOrderId };
  const { side, quantity, position_side: positionSide, reduce_only: reduceOnly } = attempt;
  const method = "placeMarketOrder";
  return { method, symbol, clientOrderId, side, quantity, positionSide, reduceOnly };
}
