/** A loop that only looked for failures. */
import { auditWriteFailure } from "../../src/pipeline/execute.ts";
import { plantBug } from "./planted-bug.ts";

export const goesOnAfterAnUnknown = plantBug({
  name: "goes-on-after-an-unknown",
  expectedFailure: "unknown-outcome-ends-the-run/call-after-unknown-outcome",
  minimalSize: 5,
  parts: { stopReason: (_, failure) => auditWriteFailure(failure) },
});
