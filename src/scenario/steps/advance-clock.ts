/** Time passes; delayed requests take effect when they are due. */
import { durationMsSchema } from "../../domain/time.ts";
import { defineStep } from "../step-module.ts";

const plainDurationsMs = [1, 1_000, 60_000];

export const advanceClock = defineStep({
  kind: "advance-clock",
  fields: { ms: durationMsSchema },
  describe: ({ ms }) => `the clock advances by ${ms} ms`,
  shrink: (step) => plainDurationsMs.filter((ms) => ms < step.ms).map((ms) => ({ ...step, ms })),
  rename: (step) => step,
  apply: ({ ms }, simulation) => simulation.advanceClock(ms),
});
