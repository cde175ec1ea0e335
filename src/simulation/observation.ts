/** All that the simulation recorded while a target ran a scenario. */
import type { AuditEvent } from "../domain/audit-event.ts";
import type { ObservedConditionalOrder } from "../domain/conditional-order.ts";
import type { Config } from "../domain/config.ts";
import type { ExpectedState } from "../domain/expected-state.ts";
import type { GateInputs } from "../domain/gate.ts";
import type { ObservedOrder } from "../domain/order.ts";
import type { RecordedQuery } from "../domain/order-query.ts";
import type { PortCall, PortEffect, PriorCall } from "../domain/port-call.ts";
import type { ObservedPosition } from "../domain/position.ts";
import type { ObservedRun, ReportPart } from "../domain/run-report.ts";
import type { Snapshot } from "../domain/snapshot.ts";
import type { Step } from "../scenario/step.ts";
import type { RecordedStreamEvent } from "../domain/stream-fault.ts";
import type { RecordedRequest } from "../domain/wire-request.ts";
import type { TargetError } from "./target.ts";

/** Of a run that overlaps with another one, of the other instance. */
export type Overlap = {
  /** The index of the other run. */
  readonly otherRun: number;
  /** How many port calls had been made when it got its lease, and with it all prior calls; else before both runs. */
  readonly callsKnown: number;
  /** How many port calls had been made when it read its last snapshot; null: it read none. */
  readonly callsBeforeSnapshot: number | null;
};

/** An interaction of one of two runs that overlap. */
export type Interaction = {
  /** The index of the run, from 0. */
  readonly run: number;
  /** What the run did. `no-lease`: it asked for the lease, and another instance has it. */
  readonly kind:
    | "start"
    | "lease"
    | "no-lease"
    | "lease-end"
    | "snapshot"
    | "audit-event"
    | "request"
    | "reply";
};

/** The inputs of one run. */
export type RunContext = {
  /** When it started, by the clock of the bot, in milliseconds since 1970. */
  readonly atMs: number;
  /** The inputs of the gates. */
  readonly gates: GateInputs;
  /** The configuration of the bot. */
  readonly config: Config;
  /** The orders and positions that the bot expected at its start. */
  readonly expected: ExpectedState;
  /** The snapshot by which it is judged. */
  readonly snapshot: Snapshot;
  /** When an earlier run last called the port, in milliseconds since 1970, or null. */
  readonly lastPortCallAtMs: number | null;
  /** Every call of earlier runs that had a live permit, oldest first. */
  readonly priorCalls: readonly PriorCall[];
  /** Only of a run that overlaps with another one. Its snapshot is the last that it read. */
  readonly overlap?: Overlap;
};

/** A step as executed, without runs: numbers are replaced by the order or the update that they refer to. */
export type ExecutedStep = {
  /** With the order or the update instead of its number. */
  readonly step: Step;
  /** By the clock of the bot, in milliseconds since 1970. */
  readonly atMs: number;
  /** How many runs had started before it. */
  readonly runsBefore: number;
  /** Its index in the steps of the scenario. */
  readonly place: number;
  /** The index of an inner step in the list of the step that has that place; absent for any other step. */
  readonly inner?: number;
};

/** The state after a step. */
export type StateSnapshot = {
  /** What the bot expects. */
  readonly expected: ExpectedState;
  /** What is at the simulated exchange. */
  readonly exchange: {
    /** Open and ended orders, without conditional ones. */
    readonly orders: readonly ObservedOrder[];
    /** By symbol and position side, with mark prices where they are known. */
    readonly positions: readonly ObservedPosition[];
    /** Empty where the scenario has none. */
    readonly conditionalOrders: readonly ObservedConditionalOrder[];
  };
};

/** An event that the audit trail rejected. */
export type RejectedAuditEvent = {
  /** The index of the run, from 0. */
  readonly run: number;
  /** Its type. */
  readonly event: AuditEvent["event_type"];
  /** How many events the trail had accepted before. */
  readonly auditEventsBefore: number;
};

/** Why a target gave no report that can be judged. */
export type ObservedTargetError = Pick<TargetError, "kind" | "message">;

/** A port call that no run may be blamed for, as it was asked. It had no effect at the exchange. */
export type CallOutsideRun = {
  /** How many runs had started. After an answer: the number of the run that had answered, from 1. */
  readonly afterRuns: number;
  /** `not-served`: in a run, in a batch, by an unknown method or for an unknown run. `shutdown`: while the target was asked to end, after its last scenario. */
  readonly when: "start" | "between-runs" | "after-answer" | "not-served" | "shutdown";
  /** As it was asked, such as `cancelOrder`. */
  readonly method: string;
  /** Its parameters as short text without control characters. */
  readonly detail: string;
};

/** All that the simulation recorded while a target ran a scenario. Runs have indexes from 0. */
export type Observation = {
  /** One for each reconcile step that ended with a report or a crash, in order. Gates are read in every run, so modes can differ. */
  readonly runs: readonly ObservedRun[];
  /** One for each run that started. */
  readonly runContexts: readonly RunContext[];
  /** The calls of runs to the port, in order, also those that were refused. */
  readonly portCalls: readonly PortCall[];
  /** The queries for one order, in order. They are no port calls, and no property judges them. */
  readonly orderQueries: readonly RecordedQuery[];
  /** The requests that arrived on the wire, in order; empty for a target that is not on the wire. */
  readonly requests: readonly RecordedRequest[];
  /** The events of the user stream in runs with an open one, in order; empty for a target that is not on the wire. */
  readonly streamEvents: readonly RecordedStreamEvent[];
  /** The port calls of no run, in order. `portCalls` and `effects` are without them. */
  readonly callsOutsideRuns: readonly CallOutsideRun[];
  /** The changes that port calls made at the exchange, in the order of their effect. */
  readonly effects: readonly PortEffect[];
  /** Every executed step in which the target does not run, in order. */
  readonly trace: readonly ExecutedStep[];
  /** The interactions of runs that overlap, in order. */
  readonly interactions: readonly Interaction[];
  /** The state after each step, by its place; empty unless `recordStates` was set. */
  readonly states: readonly StateSnapshot[];
  /** The events that the audit trail accepted. */
  readonly auditEvents: readonly AuditEvent[];
  /** Of a target that wrote the events into a file of its own, which was read after each run; else null. */
  readonly ownTrail: {
    /** Whether the file has a line for each run. */
    readonly hasRunEvents: boolean;
  } | null;
  /** The events that the audit trail rejected. */
  readonly rejectedAuditEvents: readonly RejectedAuditEvent[];
  /** The parts that the target reports of its runs. The others are derived from its port calls. */
  readonly reported: ReadonlySet<ReportPart>;
  /** Why the last run has no report, or null. Its message may have several lines. */
  readonly targetError: ObservedTargetError | null;
};
