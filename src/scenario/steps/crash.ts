/**
 * The process crashes in its next run, at a port call or an audit event. `applied` states whether that
 * interaction still takes effect. After a run with fewer interactions it crashes too. A `restart`
 * step sets the expected state of the next process; without one the expected state stays.
 */
import * as z from "zod";
import { smallerNumbers } from "../smaller-values.ts";
import { defineStep } from "../step-module.ts";

export const crash = defineStep({
  kind: "crash",
  fields: { afterInteractions: z.int().min(0).max(1_000), applied: z.boolean().default(false) },
  describe: ({ afterInteractions, applied }) =>
    `the process will crash ${applied ? "after" : "before"} interaction ${afterInteractions + 1} takes effect`,
  shrink: (step) => [
    ...(step.applied ? [{ ...step, applied: false }] : []),
    ...smallerNumbers(step.afterInteractions).map((afterInteractions) => ({
      ...step,
      afterInteractions,
    })),
  ],
  rename: (step) => step,
  apply: ({ afterInteractions, applied }, simulation) =>
    simulation.process.scheduleCrash(afterInteractions, applied),
});
