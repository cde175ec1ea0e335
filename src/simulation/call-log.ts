/** The port calls of earlier runs, as the next run receives them. */
import { PriorCalls } from "../audit/prior-calls.ts";
import type { AuditEvent } from "../domain/audit-event.ts";
import type { PortCall, PriorCall } from "../domain/port-call.ts";

export class CallLog {
  readonly #portCalls: readonly PortCall[];
  readonly #auditEvents: readonly AuditEvent[] | null;
  readonly #fromAudit: PriorCalls;
  #fromPort: readonly PriorCall[] = [];
  #portCallsRead = 0;

  /**
   * A target with an audit trail knows its prior calls from the events. For one without (null), the
   * simulation keeps them.
   */
  constructor(
    portCalls: readonly PortCall[],
    auditEvents: readonly AuditEvent[] | null,
    account?: string,
  ) {
    this.#fromAudit = new PriorCalls(account);
    this.#portCalls = portCalls;
    this.#auditEvents = auditEvents;
  }

  /** Oldest first. Most runs make no call, and then the list is the same object as before. */
  priorCalls(): readonly PriorCall[] {
    if (this.#auditEvents !== null) return this.#fromAudit.readOn(this.#auditEvents);
    if (this.#portCallsRead < this.#portCalls.length) {
      this.#fromPort = this.#portCalls.flatMap((call) => toPriorCall(call) ?? []);
      this.#portCallsRead = this.#portCalls.length;
    }
    return this.#fromPort;
  }

  /** Milliseconds since 1970, or 0 without a call. */
  lastCallAtMs(): number {
    const recorded = this.priorCalls().at(-1)?.atMs ?? 0;
    return Math.max(this.#portCalls.at(-1)?.atMs ?? 0, recorded);
  }
}

/** Null for a refused call, which was not sent. */
function toPriorCall({ request, atMs, reply }: PortCall): PriorCall | null {
  const { status } = reply;
  if (status === "refused") return null;
  const isBan = status === "rejected" && reply.bannedUntilMs !== undefined;
  return isBan
    ? { request, atMs, status, bannedUntilMs: reply.bannedUntilMs }
    : { request, atMs, status };
}
