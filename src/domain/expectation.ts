/** What the runbook promises about a scenario, in dry-run and in live mode. */
import * as z from "zod";
import { auditEventTypeSchema } from "./audit-event.ts";
import { mismatchTypeSchema } from "./mismatch.ts";
import { portRequestSchema } from "./port-call.ts";
import { sentenceSchema } from "./text.ts";

const count = z.int().min(0);
const expectedEffectsSchema = z
  .strictObject({
    planned: count,
    executed: count,
    blocked: count,
    failed: count,
    skippedTerminal: count,
    skippedNoAction: count,
    portCalls: z.array(portRequestSchema).readonly(),
    /** The events of the trail in their order, when audit is on. */
    auditEvents: z.array(auditEventTypeSchema).readonly(),
  })
  .readonly();
export type ExpectedEffects = z.infer<typeof expectedEffectsSchema>;

/** What the runbook promises. Without `holdsStill`, remediating nothing is a failure by itself. */
export const expectationSchema = z
  .strictObject({
    /** Mismatch types in processing order, over all runs of the scenario. */
    mismatches: z.array(mismatchTypeSchema).readonly(),
    /** The kind of remediation that is planned or sent. */
    action: z.enum(["none", "cancel", "flatten", "cancel_then_flatten"]),
    dryRun: expectedEffectsSchema,
    live: expectedEffectsSchema,
    /** Why a correct pipeline remediates nothing here. Only such a scenario may pass without effect. */
    holdsStill: sentenceSchema.optional(),
  })
  .readonly();
