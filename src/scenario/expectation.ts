/** What the runbook promises about a scenario, in dry-run and in live mode. */
import * as z from "zod";
import { auditEventTypeSchema } from "../domain/audit-event.ts";
import { mismatchTypeSchema } from "../domain/mismatch.ts";
import { portRequestSchema } from "../domain/port-call.ts";
import { blockReasonSchema } from "../domain/run-report.ts";
import { sentenceSchema } from "../domain/text.ts";

const count = z.int().min(0);
const counts = {
  planned: count,
  executed: count,
  blocked: count,
  failed: count,
  unknown: count,
  deferred: count,
  notRouted: count,
  skippedTerminal: count,
  skippedNoAction: count,
};

const shared = {
  ...counts,
  /** The first reason for which something was held back. */
  blockReason: blockReasonSchema.nullable(),
  /** The events of the trail in their order, when audit is on. */
  auditEvents: z.array(auditEventTypeSchema).readonly(),
};

/** A dry run has no port calls, so there is nothing to state about them. */
const dryRunExpectationSchema = z
  .strictObject({ ...shared, plans: z.array(portRequestSchema).readonly() })
  .readonly();
const liveExpectationSchema = z
  .strictObject({ ...shared, portCalls: z.array(portRequestSchema).readonly() })
  .readonly();
export type DryRunExpectation = z.infer<typeof dryRunExpectationSchema>;
export type LiveExpectation = z.infer<typeof liveExpectationSchema>;

/** What the runbook promises. Without `expectsNoAction`, remediating nothing is a failure by itself. */
export const expectationSchema = z
  .strictObject({
    /** Mismatch types in processing order, over all runs of the scenario. */
    mismatches: z.array(mismatchTypeSchema).readonly(),
    /** The kind of remediation that is planned or sent. */
    action: z.enum(["none", "cancel", "flatten", "cancel_then_flatten"]),
    dryRun: dryRunExpectationSchema,
    live: liveExpectationSchema,
    /** Why a correct pipeline remediates nothing here. Only such a scenario may pass without effect. */
    expectsNoAction: sentenceSchema.optional(),
  })
  .readonly();
export type Expectation = z.infer<typeof expectationSchema>;
