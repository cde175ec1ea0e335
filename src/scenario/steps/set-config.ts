/** The operator changes a part of the configuration. A run keeps the one that it started with. */
import { changedConfig, configChangeSchema, type ConfigChange } from "../../domain/config.ts";
import { defineStep } from "../step-module.ts";

export const setConfig = defineStep({
  kind: "set-config",
  fields: { config: configChangeSchema },
  describe: ({ config }) => `the operator sets the configuration: ${describeChange(config)}`,
  shrink: () => [],
  rename: (step, renamer) => {
    const { symbolWhitelist } = step.config;
    if (symbolWhitelist === undefined) return step;
    const renamed = symbolWhitelist.map((symbol) => renamer.position({ symbol }).symbol);
    return { ...step, config: { ...step.config, symbolWhitelist: renamed } };
  },
  apply: ({ config }, simulation) => {
    simulation.config = changedConfig(simulation.config, config);
  },
});

function describeChange(config: ConfigChange): string {
  const changes = Object.entries(config).map(([name, value]) =>
    Array.isArray(value) ? `${name} [${value.join(", ")}]` : `${name} ${String(value)}`,
  );
  return changes.join(", ") || "no change";
}
