/** What the harness saw while a target ran a scenario. */
import type { AuditEvent } from "./audit-event.ts";
import type { PortCall } from "./port-call.ts";
import type { RunReport } from "./run-report.ts";

export type Observation = {
  /** One a reconcile step, in order; each says its own mode, because gates are read a run at a time. */
  readonly runs: readonly RunReport[];
  readonly portCalls: readonly PortCall[];
  /** The events that were accepted into the trail. */
  readonly audit: readonly AuditEvent[];
};
