/** The events of the audit trail. Field names and `schema_version` are a published contract. */
import * as z from "zod";
import { actionSchema } from "./config.ts";
import { mismatchTypeSchema, orderListSchema } from "./mismatch.ts";
import { orderSideSchema } from "./order.ts";
import { positionSideSchema } from "./position.ts";
import { remediationKindSchema, reportedReasonSchema, runStatusSchema } from "./run-report.ts";
import { timestampMsSchema } from "./time.ts";

export const auditSchemaVersion = 1;
/** `symbols` of a run: sorted, unique, the first ten. */
export const auditSymbolsMax = 10;
export const auditMessageLengthMax = 500;

const count = z.int().min(0);
const runIdSchema = z.string().min(1).max(100);
/** The name that the operator gives to an account. */
export const accountSchema = z.string().min(1).max(100);
// Plain strings: the trail of a broken bot must record the request as it was sent.
const wireText = z.string().max(100);

const shared = {
  schema_version: z.literal(auditSchemaVersion),
  ts_ms: timestampMsSchema,
  run_id: runIdSchema,
  /** Only where a process has more than one account. */
  account: accountSchema.optional(),
};

const intent = {
  /** Numbers the attempts of a run from 1. */
  sequence: z.int().min(1),
  kind: remediationKindSchema,
  symbol: wireText,
  client_order_id: wireText,
  /** Only of a cancel of a conditional order, whose id another order may have too. */
  order_list: orderListSchema.optional(),
};

const reconcileRunSchema = z.strictObject({
  ...shared,
  event_type: z.literal("RECONCILE_RUN"),
  mode: z.enum(["dry_run", "live"]),
  action: actionSchema,
  symbols: z.array(wireText).max(auditSymbolsMax).readonly(),
  /** Every mismatch type has a count, also if it is 0. */
  mismatch_counts: z.record(mismatchTypeSchema, count),
  status: runStatusSchema,
  block_reason: reportedReasonSchema.nullable(),
  details: z.strictObject({
    ts_start: timestampMsSchema,
    ts_end: timestampMsSchema,
    duration_ms: count,
    /** Cancels planned (dry-run) or attempted (live). */
    cancel_count: count,
    /** Flattens planned (dry-run) or attempted (live). */
    flatten_count: count,
    executed_count: count,
    planned_count: count,
    blocked_count: count,
    skipped_terminal: count,
    skipped_no_action: count,
  }),
});

const remediateAttemptSchema = z.strictObject({
  ...shared,
  event_type: z.literal("REMEDIATE_ATTEMPT"),
  mode: z.literal("live"),
  ...intent,
  mismatch_type: mismatchTypeSchema,
  side: orderSideSchema.nullable(),
  quantity: wireText.nullable(),
  position_side: positionSideSchema.nullable(),
  reduce_only: z.boolean().nullable(),
});

const remediateResultSchema = z.strictObject({
  ...shared,
  event_type: z.literal("REMEDIATE_RESULT"),
  mode: z.literal("live"),
  ...intent,
  status: z.enum(["executed", "failed", "unknown"]),
  error_code: z.int().nullable(),
  error_message: z.string().max(auditMessageLengthMax).nullable(),
  /** Only after a rate-limit answer: the exchange refuses every request before this time. */
  banned_until_ms: timestampMsSchema.optional(),
});

export const auditEventSchema = z.discriminatedUnion("event_type", [
  reconcileRunSchema,
  remediateAttemptSchema,
  remediateResultSchema,
]);

export const auditEventTypeSchema = z.enum(
  auditEventSchema.options.map(({ shape }) => shape.event_type.value),
);
export type AuditEvent = z.infer<typeof auditEventSchema>;
export type ReconcileRunEvent = z.infer<typeof reconcileRunSchema>;
export type RemediateAttemptEvent = z.infer<typeof remediateAttemptSchema>;
export type RemediateResultEvent = z.infer<typeof remediateResultSchema>;
