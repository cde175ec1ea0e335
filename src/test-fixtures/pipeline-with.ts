import type { RunServices } from "../pipeline/services.ts";
import { shippedPipeline, type Target } from "../simulation/target.ts";

/** The shipped pipeline with other services than those of the simulation, and without optional ones. */
export function pipelineWith(
  name: string,
  change: (services: RunServices) => Partial<RunServices>,
): Target {
  return {
    name,
    reconcile: (inputs, services) => {
      const { port, nowMs, audit, newRunId, readSnapshot } = services;
      const usual = { port, nowMs, audit, newRunId, readSnapshot };
      return shippedPipeline.reconcile(inputs, { ...usual, ...change(services) });
    },
  };
}
