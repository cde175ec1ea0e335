/** A limit that stood in the manual only. */
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";

export const flattensAnySize = plantBug({
  name: "flattens-any-size",
  expectedFailure: "limits-hold/notional",
  minimalSize: 3,
  parts: { limits: { ...limits, maxNotional: () => null } },
});
