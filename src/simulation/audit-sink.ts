/** The audit trail of a scenario in memory, which a `set-audit-fault` step makes unwritable. */
import type { AuditEvent } from "../domain/audit-event.ts";
import type { InteractionEffect } from "../exchange/simulated-port.ts";
import type { AuditSink } from "../pipeline/services.ts";
import { canonicalEvent } from "./canonical-form.ts";
import { processCrashed } from "./crash-injector.ts";
import type { RejectedAuditEvent } from "./observation.ts";

export class SimulatedAuditSink implements AuditSink {
  readonly events: AuditEvent[] = [];
  readonly rejected: RejectedAuditEvent[] = [];
  #eventsUntilUnwritable = Number.POSITIVE_INFINITY;
  #rejectionsLeft = Number.POSITIVE_INFINITY;
  readonly #onInteraction: InteractionEffect;
  readonly #currentRun: () => number;
  readonly #trail: AuditSink | undefined;

  /** `trail` receives every accepted event too; an event that it rejects is rejected here. */
  constructor(onInteraction: InteractionEffect, currentRun: () => number, trail?: AuditSink) {
    this.#onInteraction = onInteraction;
    this.#currentRun = currentRun;
    this.#trail = trail;
  }

  setFault(
    writable: boolean,
    afterEvents: number,
    rejectedEvents = Number.POSITIVE_INFINITY,
  ): void {
    this.#eventsUntilUnwritable = writable ? Number.POSITIVE_INFINITY : afterEvents;
    this.#rejectionsLeft = rejectedEvents;
  }

  append(event: AuditEvent): string | null {
    const effect = this.#onInteraction();
    if (effect === "crash-before") throw processCrashed;
    const failure = this.#accept(event);
    if (effect === "crash-after") throw processCrashed;
    return failure;
  }

  /** An event of a file that the target wrote: no fault of this trail can reject it. */
  record(event: AuditEvent): void {
    this.events.push(canonicalEvent(event));
  }

  #accept(event: AuditEvent): string | null {
    const isUnwritable = this.#eventsUntilUnwritable <= 0;
    const failure = isUnwritable
      ? "the trail of this scenario is not writable"
      : (this.#trail?.append(event) ?? null);
    if (failure === null) {
      this.events.push(canonicalEvent(event));
      this.#eventsUntilUnwritable -= 1;
    } else {
      const auditEventsBefore = this.events.length;
      this.rejected.push({ run: this.#currentRun(), event: event.event_type, auditEventsBefore });
      if (isUnwritable) this.#rejectionsLeft -= 1;
      if (this.#rejectionsLeft === 0) this.setFault(true, 0);
    }
    return failure;
  }
}
