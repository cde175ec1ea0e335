/** A list that was read to find symbols and not to stop at them. */
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";

export const actsOutsideItsWhitelist = plantBug({
  name: "acts-outside-its-whitelist",
  expectedFailure: "limits-hold/symbol-outside-whitelist",
  minimalSize: 3,
  parts: { limits: { ...limits, symbolWhitelisted: () => null } },
});
