/** The audit trail becomes unwritable after `afterEvents` more events, or writable again. */
import * as z from "zod";
import { defineStep } from "../step-module.ts";

export const setAuditFault = defineStep({
  kind: "set-audit-fault",
  fields: { writable: z.boolean(), afterEvents: z.int().min(0).max(1_000).default(0) },
  describe: ({ writable, afterEvents }) =>
    writable
      ? "the audit trail becomes writable"
      : `the audit trail becomes unwritable; more events until then: ${afterEvents}`,
  shrink: (step) => (step.afterEvents > 0 ? [{ ...step, afterEvents: 0 }] : []),
  rename: (step) => step,
  apply: ({ writable, afterEvents }, { audit }) => audit.setFault(writable, afterEvents),
});
