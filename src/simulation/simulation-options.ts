/** What one simulation has besides its scenario and its target. */
import type { AuditEvent } from "../domain/audit-event.ts";
import type { AuditSink } from "../pipeline/services.ts";

export type SimulationOptions = {
  /** A trail on disk that receives every event too. */
  readonly trail?: AuditSink;
  /** Names the runs; by default they are numbered, which is unique within one scenario. */
  readonly newRunId?: () => string;
  /** One of two accounts in the process, and the trail of both. */
  readonly account?: {
    /** The name that requests and audit events have. */
    readonly name: string;
    /** The events of both accounts, oldest first. */
    readonly trail: readonly AuditEvent[];
  };
  /** Records expected and exchange state after each step, for a timeline. */
  readonly recordStates?: boolean;
};
