/**
 * The audit trail becomes unwritable after `afterEvents` more events, or writable again. After `rejectedEvents` rejected
 * ones it is writable again; absent: a step makes it so.
 */
import * as z from "zod";
import { defineStep } from "../step-module.ts";

export const setAuditFault = defineStep({
  kind: "set-audit-fault",
  fields: {
    writable: z.boolean(),
    afterEvents: z.int().min(0).max(1_000).default(0),
    rejectedEvents: z.int().min(1).max(1_000).optional(),
  },
  describe: ({ writable, afterEvents, rejectedEvents }) => {
    if (writable) return "the audit trail becomes writable";
    const fault = `the audit trail becomes unwritable; more events until then: ${afterEvents}`;
    return rejectedEvents === undefined ? fault : `${fault}; rejected events: ${rejectedEvents}`;
  },
  shrink: (step) => [
    ...(step.rejectedEvents === undefined ? [] : simplerMoments(step, step.rejectedEvents)),
    ...(step.afterEvents > 0 ? [{ ...step, afterEvents: 0 }] : []),
  ],
  rename: (step) => step,
  apply: ({ writable, afterEvents, rejectedEvents }, { audit }) =>
    audit.setFault(writable, afterEvents, rejectedEvents),
});

/** First for good, which is the plain form. */
function simplerMoments<Step extends { readonly rejectedEvents?: number | undefined }>(
  step: Step,
  rejected: number,
): Step[] {
  const { rejectedEvents: _, ...plain } = step;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the field is optional
  const forGood = plain as unknown as Step;
  return rejected === 1 ? [forGood] : [forGood, { ...step, rejectedEvents: 1 }];
}
