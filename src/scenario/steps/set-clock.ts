/** The clock of the bot jumps forward, or back for a number below zero. The time of the exchange stays as it is. */
import * as z from "zod";
import { defineStep } from "../step-module.ts";

const dayMs = 24 * 3_600_000;
const plainJumpsMs = [1, 1_000, 60_000];

export const setClock = defineStep({
  kind: "set-clock",
  fields: { byMs: z.int().min(-dayMs).max(dayMs) },
  describe: ({ byMs }) =>
    `the clock of the bot is set ${byMs < 0 ? "back" : "forward"} by ${Math.abs(byMs)} ms`,
  shrink: (step) =>
    plainJumpsMs
      .filter((ms) => ms < Math.abs(step.byMs))
      .map((ms) => ({ ...step, byMs: step.byMs < 0 ? -ms : ms })),
  rename: (step) => step,
  apply: ({ byMs }, simulation) => simulation.setClockBy(byMs),
});
