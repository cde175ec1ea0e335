/** A run that was green, because nothing had gone wrong that was tried. */
import { runStatus } from "../../src/pipeline/run-summary.ts";
import { plantBug } from "./planted-bug.ts";

export const callsABlockedRunClean = plantBug({
  name: "calls-a-blocked-run-clean",
  caughtBy: "what-is-held-back-says-why/named-by-the-worst",
  smallest: 1,
  parts: { runStatus: (results, counts) => runStatus(results, { ...counts, blocked: 0 }, []) },
});
