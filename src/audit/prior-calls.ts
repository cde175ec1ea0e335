/** The port calls of earlier runs, as the audit trail records them. */
import type {
  AuditEvent,
  RemediateAttemptEvent,
  RemediateResultEvent,
} from "../domain/audit-event.ts";
import type { Mutable } from "../domain/copies.ts";
import { portRequestSchema, type PriorCall } from "../domain/port-call.ts";

/**
 * The port calls of earlier runs, read from an audit trail. An attempt without a result is `unknown`. An attempt that is
 * not a valid request is no call. Throws nothing.
 *
 * @param events The whole trail, oldest first.
 * @param account The account whose calls are read; absent: all.
 * @returns the calls, oldest first, with times in milliseconds since 1970
 */
export function readPriorCalls(
  events: readonly AuditEvent[],
  account?: string,
): readonly PriorCall[] {
  return new PriorCalls(account).readOn(events);
}

/** Reads a growing trail; each event is read once. */
export class PriorCalls {
  #calls: PriorCall[] = [];
  /** The attempt of each call, by the same index. */
  readonly #attempts: RemediateAttemptEvent[] = [];
  #eventsRead = 0;
  readonly #account: string | undefined;

  /** Absent: the trail has one account. */
  constructor(account?: string) {
    this.#account = account;
  }

  /** Takes the whole trail, which starts with the events of the previous call. */
  readOn(events: readonly AuditEvent[]): readonly PriorCall[] {
    if (this.#eventsRead < events.length) this.#calls = [...this.#calls];
    for (; this.#eventsRead < events.length; this.#eventsRead += 1) {
      const event = events[this.#eventsRead];
      if (this.#account !== undefined && event?.account !== this.#account) continue;
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

  #end({ run_id, sequence, status, banned_until_ms }: RemediateResultEvent): void {
    const index = this.#attempts.findLastIndex(
      (attempt) => attempt.run_id === run_id && attempt.sequence === sequence,
    );
    const call = this.#calls[index];
    if (call === undefined) return;
    // In the shape of a call without a result, because every limit reads both.
    const ended: Mutable<PriorCall> = {
      request: call.request,
      atMs: call.atMs,
      status: replyOf[status],
    };
    if (banned_until_ms !== undefined) ended.bannedUntilMs = banned_until_ms;
    this.#calls[index] = ended;
  }
}

const replyOf = { executed: "accepted", failed: "rejected", unknown: "unknown" } as const;

function requestOf(attempt: RemediateAttemptEvent): unknown {
  const { symbol, client_order_id: clientOrderId } = attempt;
  if (attempt.kind === "cancel") {
    const isNormal = attempt.order_list === undefined;
    const method = isNormal ? "cancelOrder" : "cancelConditionalOrder";
    return { method, symbol, clientOrderId };
  }
  const { side, quantity, position_side: positionSide, reduce_only: reduceOnly } = attempt;
  const method = "placeMarketOrder";
  return { method, symbol, clientOrderId, side, quantity, positionSide, reduceOnly };
}
