/** The report of one run: its mode, its mismatches and their outcomes. */
import * as z from "zod";
import type { Action } from "./config.ts";
import type { GateFailure } from "./gate.ts";
import type { NamedMismatch } from "./mismatch.ts";
import { plannedRequestSchema, wireRequestSchema } from "./port-call.ts";
import { textSchema } from "./printable-text.ts";

export const blockReasonSchema = z.enum([
  "snapshot_unreadable",
  "snapshot_stale",
  "cooldown_not_elapsed",
  "rate_limited",
  "whitelist_required",
  "symbol_not_in_whitelist",
  "no_grinder_prefix",
  "order_status_not_actionable",
  "price_unavailable",
  "notional_exceeds_limit",
  "below_minimum",
  "max_orders_reached",
  "max_symbols_reached",
  "max_attempts_reached",
  "port_error",
  "outcome_unknown",
  "audit_unavailable",
  // Of a whole run: another instance of the bot has the lease.
  "lease_unavailable",
]);
export type BlockReason = z.infer<typeof blockReasonSchema>;

/** `other`: a reason of the target's own, which its text describes. No oracle can know it. */
export const reportedReasonSchema = z.enum([...blockReasonSchema.options, "other"]);
export type ReportedReason = z.infer<typeof reportedReasonSchema>;

export const remediationKindSchema = z.enum(["cancel", "flatten"]);
export type RemediationKind = z.infer<typeof remediationKindSchema>;

/** The request that this run sent. */
const request = wireRequestSchema;
const reason = blockReasonSchema;
/** A sentence for the operator. */
const detail = z.string().max(1_000).default("");

const outcomeSchemaWith = <Kind extends z.ZodType>(kind: Kind) =>
  z.discriminatedUnion("status", [
    /** The request that a live run would send. */
    z.strictObject({ status: z.literal("planned"), kind, request: plannedRequestSchema }),
    z.strictObject({ status: z.literal("executed"), kind, request }),
    // Of these two each has only one reason that is right.
    z.strictObject({
      status: z.literal("failed"),
      kind,
      request,
      reason: reason.default("port_error"),
      detail,
    }),
    z.strictObject({
      status: z.literal("unknown"),
      kind,
      request,
      reason: reason.default("outcome_unknown"),
      detail,
    }),
    z
      .strictObject({
        status: z.literal("blocked"),
        kind,
        reason: reportedReasonSchema,
        text: textSchema.max(200).optional(),
        detail,
      })
      .refine((blocked) => (blocked.reason === "other") === (blocked.text !== undefined), {
        error: "the reason `other` has a text, and no other reason has one",
        path: ["text"],
      }),
    z.strictObject({
      status: z.enum(["deferred", "not_routed", "skipped_terminal", "skipped_no_action"]),
      detail,
    }),
  ]);

export const outcomeSchema = outcomeSchemaWith(remediationKindSchema);
export type Outcome = Readonly<z.infer<typeof outcomeSchema>>;

/** As a target reports it. The type of the mismatch gives a `kind` that is absent. */
export const reportedOutcomeSchema = outcomeSchemaWith(remediationKindSchema.optional());

/** The shipped pipeline reports the whole mismatch; a target may only name it. */
export type MismatchResult<Found extends NamedMismatch = NamedMismatch> = {
  /** The difference between expected and exchange state. */
  readonly mismatch: Found;
  /** What the run did about it. */
  readonly outcome: Outcome;
};

/** Whether it is another part of the same close: a close that is split has one result for each part. */
export function isFurtherPart(before: MismatchResult | undefined, after: MismatchResult): boolean {
  const { type, symbol, positionSide } = after.mismatch;
  return (
    before !== undefined &&
    type === "POSITION_NONZERO_UNEXPECTED" &&
    before.mismatch.type === type &&
    before.mismatch.symbol === symbol &&
    before.mismatch.positionSide === positionSide
  );
}

/** The nine outcome statuses, in the order of every report, each with the count that it adds to. */
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
} as const satisfies Record<Outcome["status"], string>;

export type CountName = (typeof countOfStatus)[Outcome["status"]];
export type OutcomeCounts = Readonly<Record<CountName, number>>;

/** An object with one value for each count, such as a sum or a schema. */
export function forEachCount<Value>(valueOf: (name: CountName) => Value): Record<CountName, Value> {
  const entries = Object.values(countOfStatus).map((name) => [name, valueOf(name)] as const);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entries have every name
  return Object.fromEntries(entries) as Record<CountName, Value>;
}

export const noOutcomes: OutcomeCounts = forEachCount(() => 0);

export type Mode = "dry_run" | "live";

export const runStatusSchema = z.enum([
  "clean",
  "no_action",
  "planned",
  "executed",
  "blocked",
  "failed",
  "unknown",
]);
export type RunStatus = z.infer<typeof runStatusSchema>;

export const rejectedPartSchema = z.strictObject({
  part: z.enum(["orders", "positions", "conditionalOrders"]),
  reason: blockReasonSchema.extract(["snapshot_unreadable", "snapshot_stale"]),
  detail,
});
export type RejectedPart = Readonly<z.infer<typeof rejectedPartSchema>>;

/** The report of a run that was not refused, in dry run or live mode. */
export type CompletedRun<Found extends NamedMismatch = NamedMismatch> = {
  /** `live` where it could call the port. */
  readonly mode: Mode;
  /** The id that its audit events have. */
  readonly runId: string;
  /** The configured action. */
  readonly action: Action;
  /** The outcome of the whole run. */
  readonly status: RunStatus;
  /** The first reason for which a remediation was not executed. */
  readonly blockReason: ReportedReason | null;
  /** In milliseconds since 1970. */
  readonly startedAtMs: number;
  /** In milliseconds since 1970. */
  readonly endedAtMs: number;
  /** The lists of the snapshot that failed or are stale. */
  readonly rejectedParts: readonly RejectedPart[];
  /** In processing order. */
  readonly results: readonly MismatchResult<Found>[];
  /** How many results have each outcome. */
  readonly counts: OutcomeCounts;
  /** The counts that the target left out, and that are not judged. Absent: none. */
  readonly absentCounts?: readonly CountName[];
  /** Why the audit trail could not be written, or null. */
  readonly auditFailure: string | null;
};

/** `--confirm` was given and a gate is closed: nothing ran, and every closed gate is listed. */
export type RefusedRun = {
  /** Nothing ran. */
  readonly mode: "refused";
  /** Every closed gate. */
  readonly gateFailures: readonly GateFailure[];
};

/** The process crashed in it. */
type CrashedRun = {
  /** The process ended within the run. */
  readonly mode: "crashed";
  /** Null when the run had no id yet. */
  readonly runId: string | null;
};

/** The report of one run, by its `mode`. */
export type RunReport<Found extends NamedMismatch = NamedMismatch> =
  | CompletedRun<Found>
  | RefusedRun;

/** A run as observed: no target reports its own crash. */
export type ObservedRun = RunReport | CrashedRun;

/** The parts that a target may report of its runs. Parts that it does not report are not judged. */
export const reportParts = [
  "mode",
  "results",
  "counts",
  "status",
  "audit",
  "details",
  "rejectedParts",
] as const;
/** A part that a target may report of its runs. A part that it does not report is not judged. */
export type ReportPart = (typeof reportParts)[number];
