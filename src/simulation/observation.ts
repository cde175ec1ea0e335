/** What the harness saw while a target ran a scenario. */
import type { AuditEvent } from "../domain/audit-event.ts";
import type { ExpectedState } from "../domain/expected-state.ts";
import type { GateInputs } from "../domain/gate.ts";
import type { ObservedOrder } from "../domain/order.ts";
import type { Position } from "../domain/position.ts";
import type { PriorCall, PortCall, PortEffect } from "../domain/port-call.ts";
import type { ObservedRun, ReportPart } from "../domain/run-report.ts";
import type { Snapshot } from "../domain/snapshot.ts";
import type { Step } from "../scenario/step.ts";

/** What the services showed a run when it started. */
export type RunContext = {
  readonly atMs: number;
  /** What the operator allowed, and what the bot believed. */
  readonly gates: GateInputs;
  readonly expected: ExpectedState;
  readonly snapshot: Snapshot;
  /** When an earlier run last called the port, or null. */
  readonly lastPortCallAtMs: number | null;
  /** Every call of earlier runs that was let through the port, oldest first. */
  readonly priorCalls: readonly PriorCall[];
};

/** A step as it actual: a number that stood for an order, or for news, is told by what it stood for. */
export type ExecutedStep = {
  readonly step: Step;
  readonly atMs: number;
  /** How many runs had begun before it. */
  readonly runsBefore: number;
  /** Its place among the steps of the scenario. */
  readonly place: number;
};

export type StateSnapshot = {
  readonly expected: ExpectedState;
  readonly exchange: {
    readonly orders: readonly ObservedOrder[];
    readonly positions: readonly Position[];
  };
};

export type RejectedAuditEvent = { readonly run: number; readonly event: AuditEvent["event_type"] };

export type Observation = {
  /** One a reconcile step that was answered, or that a kill ended, in order; each says its own mode, because gates are read a run at a time. */
  readonly runs: readonly ObservedRun[];
  /** One for each run that began. */
  readonly runContexts: readonly RunContext[];
  readonly portCalls: readonly PortCall[];
  /** What the port calls did at the exchange, in the order in which it was done. */
  readonly effects: readonly PortEffect[];
  /** Every step that was taken, in order. */
  readonly trace: readonly ExecutedStep[];
  /** What was believed and held after each step; only where that was asked for. */
  readonly states: readonly StateSnapshot[];
  /** The events that were accepted into the trail. */
  readonly audit: readonly AuditEvent[];
  /** What the trail refused, and in which run. */
  readonly rejectedAuditEvents: readonly RejectedAuditEvent[];
  /** What the target says of its runs. The other parts of a report are told by what the port saw. */
  readonly reported: ReadonlySet<ReportPart>;
  /** Why the target gave no answer in its last run, or null. */
  readonly targetError: string | null;
};
