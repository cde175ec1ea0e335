/** A block without a reason, which nobody could act on. */
import { plantBug } from "./planted-bug.ts";

export const hidesWhyItHeldBack = plantBug({
  name: "hides-why-it-held-back",
  expectedFailure: "blocked-remediations-name-the-first-reason/wrong-run-reason",
  minimalSize: 1,
  bends: {
    report: (report) => ({ ...report, blockReason: null }),
  },
});
