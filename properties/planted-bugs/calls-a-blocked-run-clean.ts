/** A run that was green, because nothing had gone wrong that was tried. */
import { runStatus } from "../../src/pipeline/run-summary.ts";
import { plantBug } from "./planted-bug.ts";

export const callsABlockedRunClean = plantBug({
  name: "calls-a-blocked-run-clean",
  expectedFailure: "blocked-remediations-name-the-first-reason/wrong-run-status",
  minimalSize: 1,
  parts: { runStatus: (results, counts) => runStatus(results, { ...counts, blocked: 0 }, []) },
});
