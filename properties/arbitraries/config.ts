/** Configurations on both sides of every limit. */
import * as fc from "fast-check";
import { actions, configSchema, type Action, type Config } from "../../src/domain/config.ts";
import { copyConfig } from "../../src/domain/copies.ts";
import type { TradingSymbol } from "../../src/domain/trading-symbol.ts";
import { notionalLimit, wideNotional } from "./decimal.ts";
import { manySymbols, symbols } from "./symbol.ts";

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

/** The limits permit dozens or hundreds of port calls; in one of some runs, or in all. */
export function configurationOfManyCalls(
  orders: readonly number[] = [999, 999, 60, 10],
): fc.Arbitrary<Config> {
  return fc
    .record({
      usual: configuration("cancel_all", "cancel_then_flatten"),
      maxOrdersPerAction: fc.constantFrom(...orders),
      maxSymbolsPerAction: fc.constantFrom(1_000, 1_000, 1_000, 30, 3),
      maxFlattenNotionalUsdt: fc.constantFrom(wideNotional, defaults.maxFlattenNotionalUsdt),
    })
    .map(({ usual, ...own }) => ofManySymbols({ ...usual, ...own, maxAttemptsPerWindow: 9_999 }));
}

/** The first run makes up to so many calls, and the window permits a few more in the second one. */
export function configurationOfPriorCalls(calls: number): fc.Arbitrary<Config> {
  return fc
    .record({ usual: configuration("cancel_all"), cooldownSeconds: fc.constantFrom(0, 60) })
    .map(({ usual, cooldownSeconds }) =>
      ofManySymbols({
        ...usual,
        cooldownSeconds,
        maxOrdersPerAction: calls,
        maxSymbolsPerAction: 1_000,
        maxAttemptsPerWindow: calls + 3,
      }),
    );
}

/** Nothing but its filters and its attempts keeps most positions open. */
export function configurationOfFlattens(): fc.Arbitrary<Config> {
  return fc
    .record({
      usual: configuration("flatten", "cancel_then_flatten"),
      maxOrdersPerAction: fc.constantFrom(10, 10, 10, 3, 2),
      maxFlattenNotionalUsdt: fc.constantFrom(wideNotional, wideNotional, wideNotional, null),
    })
    .map(({ usual, maxOrdersPerAction, maxFlattenNotionalUsdt }) =>
      copyConfig({
        ...usual,
        maxOrdersPerAction,
        maxSymbolsPerAction: defaults.maxSymbolsPerAction,
        maxFlattenNotionalUsdt: maxFlattenNotionalUsdt ?? usual.maxFlattenNotionalUsdt,
        symbolWhitelist: symbols,
      }),
    );
}

/** One attempt in a minute: a second run after a minute may try again, and one before may not. */
export function configurationOfOneAttempt(): fc.Arbitrary<Config> {
  return configuration("cancel_all", "cancel_then_flatten").map((usual) =>
    copyConfig({
      ...usual,
      cooldownSeconds: 0,
      maxAttemptsPerIntent: 1,
      attemptWindowSeconds: 60,
      symbolWhitelist: symbols,
    }),
  );
}

function ofManySymbols(config: Config): Config {
  return copyConfig({ ...config, symbolWhitelist: manySymbols });
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
    { arbitrary: fc.constant(symbols.slice(0, 1)), weight: 3 },
    { arbitrary: fc.constant([]), weight: 3 },
  );
}

/**
 * Configurations on both sides of every limit.
 *
 * @param usual One action or more, of which six in seven configurations have one; every action stays possible.
 * @returns an arbitrary of `config` of a scenario; units are in the names of its fields: `Seconds`, `Ms`, `Usdt`
 * @throws `Error` of fast-check when no action is given
 */
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
      // A window that ends before the cooldown must not shorten it.
      attemptWindowSeconds: fc.constantFrom(3_600, 3_600, 3_600, 3_600, 3_600, 3_600, 30, 0),
      maxOrdersPerAction: fc.constantFrom(10, 10, 10, 10, 10, 2, 1, 1, 1, 0),
      maxSymbolsPerAction: fc.constantFrom(3, 3, 3, 4, 1, 1, 1, 1, 1, 0),
      maxFlattenNotionalUsdt: notionalLimit(),
      requireWhitelist: fc.constantFrom(true, true, false),
      symbolWhitelist: whitelist(),
      orderGracePeriodMs: fc.constantFrom(5_000, 5_000, 0),
      snapshotAgeMsMax: fc.constantFrom(120_000, 120_000, 60_000),
      clientOrderIdPrefix: fc.constantFrom("grinder_", "grinder_", "bot.v2_", "my_bot_"),
      // With the longest names, the symbol in an id of a flatten is cut.
      allowedStrategies: fc.constantFrom<(readonly string[])[]>(
        ["grid"],
        ["grid"],
        ["grid", "mm"],
        ["grid", "mm"],
        ["scalps", "grid"],
      ),
      auditEnabled: fc.constantFrom(true, true, false),
    })
    .map((parts) => copyConfig({ ...defaults, ...parts }));
}
