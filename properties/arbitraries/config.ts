/** Configurations on both sides of every limit. */
import * as fc from "fast-check";
import { actions, configSchema, type Action, type Config } from "../../src/domain/config.ts";
import { copyConfig } from "../../src/domain/copies.ts";
import type { TradingSymbol } from "../../src/domain/trading-symbol.ts";
import { notionalLimit } from "./decimal.ts";
import { symbols } from "./symbol.ts";

const defaults = configSchema.parse({});

/** The limits of an operator who sets none. They act where the whitelist does not block first. */
export function withDefaultLimits(config: Config): Config {
  const copied = copyConfig(config);
  copied.maxOrdersPerAction = defaults.maxOrdersPerAction;
  copied.maxSymbolsPerAction = defaults.maxSymbolsPerAction;
  copied.maxFlattenNotionalUsdt = defaults.maxFlattenNotionalUsdt;
  copied.symbolWhitelist = symbols;
  return copied;
}

/** Or 0, 1 or 2, so that one run can reach a limit of several runs. */
function mostly(usual: number): fc.Arbitrary<number> {
  return fc.oneof(
    { arbitrary: fc.constant(usual), weight: 15 },
    { arbitrary: fc.constantFrom(0, 1, 2), weight: 1 },
  );
}

function whitelist(): fc.Arbitrary<readonly TradingSymbol[]> {
  return fc.oneof(
    { arbitrary: fc.constant(symbols), weight: 10 },
    { arbitrary: fc.constant(symbols.slice(0, 1)), weight: 2 },
    { arbitrary: fc.constant([]), weight: 3 },
  );
}

/** `usual` narrows the actions; every action stays possible. */
export function configuration(...usual: readonly Action[]): fc.Arbitrary<Config> {
  return fc
    .record({
      maxAttemptsPerIntent: mostly(defaults.maxAttemptsPerIntent),
      maxAttemptsPerWindow: mostly(defaults.maxAttemptsPerWindow),
      action: fc.oneof(
        { arbitrary: fc.constantFrom<Action[]>(...usual), weight: 6 },
        { arbitrary: fc.constantFrom<Action[]>(...actions), weight: 1 },
      ),
      cooldownSeconds: fc.constantFrom(60, 0, 60, 60, 300, 1),
      maxOrdersPerAction: fc.constantFrom(10, 10, 10, 10, 10, 2, 1, 1, 1, 0),
      maxSymbolsPerAction: fc.constantFrom(3, 3, 3, 4, 1, 1, 1, 1, 1, 0),
      maxFlattenNotionalUsdt: notionalLimit(),
      requireWhitelist: fc.constantFrom(true, true, false),
      symbolWhitelist: whitelist(),
      orderGracePeriodMs: fc.constantFrom(5_000, 5_000, 0),
      snapshotAgeMsMax: fc.constantFrom(120_000, 120_000, 60_000),
      clientOrderIdPrefix: fc.constantFrom("grinder_", "grinder_", "bot_"),
      allowedStrategies: fc.constantFrom<(readonly string[])[]>(["grid"], ["grid", "mm"]),
      auditEnabled: fc.constantFrom(true, true, false),
    })
    .map((parts) => copyConfig({ ...defaults, ...parts }));
}
