/** One run of the target. The target executes it, so it has neither `bind` nor `apply`. */
import * as z from "zod";

export const reconcile = {
  schema: z.strictObject({ kind: z.literal("reconcile") }),
  describe: () => "the target runs",
  shrink: () => [],
  rename: <Step>(step: Step) => step,
};
