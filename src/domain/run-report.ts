/** What one run of a pipeline says that it found and did. */
import * as z from "zod";
import type { Action } from "./config.ts";
import type { GateFailure } from "./gate.ts";
import type { NamedMismatch } from "./mismatch.ts";
import type { PortRequest } from "./port-call.ts";

const blockReasons = [
  "snapshot_unreadable",
  "snapshot_stale",
  "cooldown_not_elapsed",
  "whitelist_required",
  "symbol_not_in_whitelist",
  "no_grinder_prefix",
  "order_status_not_actionable",
  "price_unavailable",
  "notional_exceeds_limit",
  "max_orders_reached",
  "max_symbols_reached",
  "max_attempts_reached",
  "port_error",
  "outcome_unknown",
  "audit_unavailable",
] as const;
export const blockReasonSchema = z.enum(blockReasons);
export type BlockReason = z.infer<typeof blockReasonSchema>;

export type RemediationKind = "cancel" | "flatten";

/** `detail` is a sentence for the person who has to act on it. */
export type Outcome =
  | {
      readonly status: "planned" | "executed";
      readonly kind: RemediationKind;
      /** What a live run would send, or what this one sent. */
      readonly request: PortRequest;
    }
  | {
      readonly status: "failed" | "unknown";
      readonly kind: RemediationKind;
      readonly request: PortRequest;
      readonly reason: BlockReason;
      readonly detail: string;
    }
  | {
      readonly status: "blocked";
      readonly kind: RemediationKind;
      readonly reason: BlockReason;
      readonly detail: string;
    }
  | {
      readonly status: "deferred" | "not_routed" | "skipped_terminal" | "skipped_no_action";
      readonly detail: string;
    };

/** The pipeline that ships here tells the whole mismatch; a target may name it only. */
export type MismatchResult<Found extends NamedMismatch = NamedMismatch> = {
  readonly mismatch: Found;
  readonly outcome: Outcome;
};

export type OutcomeCounts = {
  readonly planned: number;
  readonly executed: number;
  readonly blocked: number;
  readonly failed: number;
  readonly unknown: number;
  readonly deferred: number;
  readonly notRouted: number;
  readonly skippedTerminal: number;
  readonly skippedNoAction: number;
};

export const noOutcomes: OutcomeCounts = {
  planned: 0,
  executed: 0,
  blocked: 0,
  failed: 0,
  unknown: 0,
  deferred: 0,
  notRouted: 0,
  skippedTerminal: 0,
  skippedNoAction: 0,
};

/** The count that each outcome adds to. */
export const countOfStatus = {
  planned: "planned",
  executed: "executed",
  blocked: "blocked",
  failed: "failed",
  unknown: "unknown",
  deferred: "deferred",
  not_routed: "notRouted",
  skipped_terminal: "skippedTerminal",
  skipped_no_action: "skippedNoAction",
} as const satisfies Record<Outcome["status"], keyof OutcomeCounts>;

export type Mode = "dry_run" | "live";

const runStatuses = [
  "clean",
  "no_action",
  "planned",
  "executed",
  "blocked",
  "failed",
  "unknown",
] as const;
export const runStatusSchema = z.enum(runStatuses);
export type RunStatus = z.infer<typeof runStatusSchema>;

export type RejectedPart = {
  readonly part: "orders" | "positions";
  readonly reason: "snapshot_unreadable" | "snapshot_stale";
  readonly detail: string;
};

export type CompletedRun<Found extends NamedMismatch = NamedMismatch> = {
  readonly mode: Mode;
  readonly runId: string;
  readonly action: Action;
  readonly status: RunStatus;
  /** The first reason for which something was held back. */
  readonly blockReason: BlockReason | null;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly rejectedParts: readonly RejectedPart[];
  /** In processing order. */
  readonly results: readonly MismatchResult<Found>[];
  readonly counts: OutcomeCounts;
  /** Why the trail could not be written, or null. */
  readonly auditFailure: string | null;
};

/** `--confirm` was given and a gate is closed: nothing ran, every closed gate is named. */
export type RefusedRun = {
  readonly mode: "refused";
  readonly gateFailures: readonly GateFailure[];
};

/** The process died in it. */
type CrashedRun = {
  readonly mode: "crashed";
  /** Null when it had not named itself yet. */
  readonly runId: string | null;
};

export type RunReport<Found extends NamedMismatch = NamedMismatch> =
  CompletedRun<Found> | RefusedRun;

/** A run as the harness saw it: no target reports its own death. */
export type ObservedRun = RunReport | CrashedRun;

/** What a target may say of its runs. What it does not say is not judged. */
export const reportParts = ["mode", "results", "counts", "status", "audit"] as const;
export type ReportPart = (typeof reportParts)[number];
