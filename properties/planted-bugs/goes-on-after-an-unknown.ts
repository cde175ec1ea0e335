/** A loop that only looked for failures. */
import { unrecorded } from "../../src/pipeline/execute.ts";
import { plantBug } from "./planted-bug.ts";

export const goesOnAfterAnUnknown = plantBug({
  name: "goes-on-after-an-unknown",
  caughtBy: "unknown-outcome-ends-the-run/no-further-call",
  smallest: 5,
  parts: { whyStop: (_, failure) => unrecorded(failure) },
});
