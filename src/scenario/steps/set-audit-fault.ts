/** The audit trail becomes unwritable after `afterEvents` more events, or writable again. */
import * as z from "zod";
import { defineStep, unchanged } from "../step-module.ts";

const eventsMax = 1_000;

export const setAuditFault = defineStep({
  schema: z.strictObject({
    kind: z.literal("set-audit-fault"),
    writable: z.boolean(),
    afterEvents: z.int().min(0).max(eventsMax).default(0),
  }),
  describe: ({ writable, afterEvents }) =>
    writable
      ? "the audit trail becomes writable"
      : `the audit trail becomes unwritable; more events until then: ${afterEvents}`,
  shrink: (step) => (step.afterEvents > 0 ? [{ ...step, afterEvents: 0 }] : []),
  rename: unchanged,
  bind: unchanged,
  apply: ({ writable, afterEvents }, { audit }) => audit.setFault(writable, afterEvents),
});
