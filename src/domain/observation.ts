/** What the harness saw while a target ran a scenario. */
import type { AuditEvent } from "./audit-event.ts";
import type { Belief } from "./book.ts";
import type { GateInputs } from "./gate.ts";
import type { PortCall } from "./port-call.ts";
import type { ReportPart, RunReport } from "./run-report.ts";
import type { Snapshot } from "./snapshot.ts";

/** What the world showed a run when it started. */
export type RunSituation = {
  readonly atMs: number;
  /** What the operator allowed, and what the bot believed. */
  readonly gates: GateInputs;
  readonly expected: Belief;
  readonly snapshot: Snapshot;
  /** When an earlier run last called the port, or null. */
  readonly lastPortCallAtMs: number | null;
};

export type Observation = {
  /** One a reconcile step that was answered, in order; each says its own mode, because gates are read a run at a time. */
  readonly runs: readonly RunReport[];
  /** One for each run that began. */
  readonly situations: readonly RunSituation[];
  readonly portCalls: readonly PortCall[];
  /** The events that were accepted into the trail. */
  readonly audit: readonly AuditEvent[];
  /** What the target says of its runs. The other parts of a report are told by what the port saw. */
  readonly reported: ReadonlySet<ReportPart>;
  /** Why the target gave no answer in its last run, or null. */
  readonly broke: string | null;
};
