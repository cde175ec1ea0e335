import * as fc from "fast-check";
import { actions, type ConfigChange } from "../../../src/domain/config.ts";
import { decimalSchema } from "../../../src/domain/decimal.ts";
import { always, type StepGenerator } from "../step-generator.ts";
import { symbols } from "../symbol.ts";

const changes: readonly ConfigChange[] = [
  ...actions.map((action) => ({ action })),
  { symbolWhitelist: symbols },
  { symbolWhitelist: symbols.slice(0, 1) },
  { symbolWhitelist: symbols.slice(1) },
  { requireWhitelist: false, symbolWhitelist: [] },
  { requireWhitelist: true, symbolWhitelist: [] },
  { maxOrdersPerAction: 1 },
  { maxSymbolsPerAction: 1 },
  { allowedStrategies: ["mm"] },
  { allowedStrategies: ["mm", "grid"] },
  { cooldownSeconds: 0 },
  { cooldownSeconds: 60 },
  ...["50", "500"].map((text) => ({ maxFlattenNotionalUsdt: decimalSchema.parse(text) })),
];

export const setConfig: StepGenerator = {
  weight: 2,
  generate: fc.constantFrom(...changes).map((config) => always({ kind: "set-config", config })),
};
