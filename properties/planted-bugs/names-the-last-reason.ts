/** A reason that every later one wrote over. */
import { firstBlockReason } from "../../src/pipeline/run-summary.ts";
import { plantBug } from "./planted-bug.ts";

export const namesTheLastReason = plantBug({
  name: "names-the-last-reason",
  caughtBy: "what-is-held-back-says-why/the-first-reason",
  smallest: 4,
  parts: {
    firstBlockReason: (results, unreadable) => firstBlockReason(results.toReversed(), unreadable),
  },
});
