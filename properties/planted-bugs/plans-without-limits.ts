/** A dry run that showed everything there was to do, and not what would be done. */
import { plantBug } from "./planted-bug.ts";

export const plansWithoutLimits = plantBug({
  name: "plans-without-limits",
  expectedFailure: "dry-run-plans-what-live-executes/plan-differs-from-calls",
  minimalSize: 3,
  bends: {
    inputs: (inputs) =>
      inputs.gates.confirm === null
        ? {
            ...inputs,
            config: { ...inputs.config, maxOrdersPerAction: 999, maxSymbolsPerAction: 999 },
          }
        : inputs,
  },
});
