/** A contract with a date, taken for the one without. */
import { limits } from "../../src/pipeline/limits.ts";
import { plantBug } from "./planted-bug.ts";

export const whitelistsByPrefix = plantBug({
  name: "whitelists-by-prefix",
  expectedFailure: "limits-hold/symbol-outside-whitelist",
  minimalSize: 3,
  parts: {
    limits: {
      ...limits,
      symbolWhitelisted: (mismatch, context) =>
        context.config.symbolWhitelist.some((name) => mismatch.symbol.startsWith(name))
          ? null
          : limits.symbolWhitelisted(mismatch, context),
    },
  },
});
