/** The expected result of a P0 scenario, in dry-run and in live mode. */
import * as z from "zod";
import { auditEventTypeSchema } from "../domain/audit-event.ts";
import { mismatchTypeSchema } from "../domain/mismatch.ts";
import { portRequestSchema } from "../domain/port-call.ts";
import { blockReasonSchema, forEachCount } from "../domain/run-report.ts";
import { sentenceSchema } from "../domain/printable-text.ts";

const requests = z.array(portRequestSchema).readonly();
const shared = {
  ...forEachCount(() => z.int().min(0)),
  /** The first reason for which a remediation was not executed. */
  blockReason: blockReasonSchema.nullable(),
  /** The audit events in their order, when audit is on. */
  auditEvents: z.array(auditEventTypeSchema).readonly(),
};

/** A dry run has plans and no port calls. */
const dryRunExpectationSchema = z.strictObject({ ...shared, plans: requests }).readonly();
const liveExpectationSchema = z.strictObject({ ...shared, portCalls: requests }).readonly();
export type DryRunExpectation = z.infer<typeof dryRunExpectationSchema>;
export type LiveExpectation = z.infer<typeof liveExpectationSchema>;

/** Without `expectsNoAction`, a scenario in which nothing is remediated fails. */
export const expectationSchema = z
  .strictObject({
    /** Mismatch types in processing order, over all runs of the scenario. */
    mismatches: z.array(mismatchTypeSchema).readonly(),
    /** The kinds of remediation that are planned or executed. */
    action: z.enum(["none", "cancel", "flatten", "cancel_then_flatten"]),
    dryRun: dryRunExpectationSchema,
    live: liveExpectationSchema,
    /** Why a correct pipeline remediates nothing in this scenario. */
    expectsNoAction: sentenceSchema.optional(),
  })
  .readonly();
export type Expectation = z.infer<typeof expectationSchema>;
