/** A reason that every later one wrote over. */
import { firstBlockReason } from "../../src/pipeline/run-summary.ts";
import { plantBug } from "./planted-bug.ts";

export const namesTheLastReason = plantBug({
  name: "names-the-last-reason",
  expectedFailure: "blocked-remediations-name-the-first-reason/wrong-run-reason",
  minimalSize: 4,
  parts: {
    firstBlockReason: (results, rejectedParts) =>
      firstBlockReason(results.toReversed(), rejectedParts),
  },
});
