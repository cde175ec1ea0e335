/** Moves a whole scenario from one symbol to another: books, prices, ids, whitelist, promises. */
import { buildClientOrderId, parseOwnedId } from "../domain/client-order-id.ts";
import type { ClientOrderId } from "../domain/client-order-id.ts";
import type { Scenario } from "../domain/scenario.ts";
import { tradingSymbolSchema } from "../domain/trading-symbol.ts";
import type { TradingSymbol } from "../domain/trading-symbol.ts";

/** Every symbol that a scenario names, sorted. */
export function symbolsOf({ config, expected, exchange }: Scenario): TradingSymbol[] {
  const named = [expected.orders, expected.positions, exchange.orders, exchange.positions];
  const priced = Object.keys(exchange.prices).map((name) => tradingSymbolSchema.parse(name));
  const symbols = named.flatMap((items) => items.map(({ symbol }) => symbol));
  return [...new Set([...symbols, ...priced, ...config.symbolWhitelist])].toSorted();
}

export type Renaming = ReadonlyMap<TradingSymbol, TradingSymbol>;

export function renameSymbols(scenario: Scenario, renaming: Renaming): Scenario {
  const { config, expected, exchange, expect } = scenario;
  const symbol = (name: TradingSymbol) => renaming.get(name) ?? name;
  const placed = <Item extends { readonly symbol: TradingSymbol }>(item: Item): Item => ({
    ...item,
    symbol: symbol(item.symbol),
  });
  const named = <
    Item extends { readonly symbol: TradingSymbol; readonly clientOrderId: ClientOrderId },
  >(
    item: Item,
  ): Item => ({
    ...item,
    symbol: symbol(item.symbol),
    clientOrderId: renameInId(item.clientOrderId, config.clientOrderIdPrefix, renaming),
  });
  const prices = Object.entries(exchange.prices);
  return {
    ...scenario,
    config: { ...config, symbolWhitelist: config.symbolWhitelist.map(symbol) },
    expected: { orders: expected.orders.map(named), positions: expected.positions.map(placed) },
    exchange: {
      ...exchange,
      orders: exchange.orders.map(named),
      positions: exchange.positions.map(placed),
      prices: Object.fromEntries(
        prices.map(([name, price]) => [symbol(tradingSymbolSchema.parse(name)), price]),
      ),
    },
    ...(expect && {
      expect: {
        ...expect,
        dryRun: { ...expect.dryRun, plans: expect.dryRun.plans.map(named) },
        live: { ...expect.live, portCalls: expect.live.portCalls.map(named) },
      },
    }),
  };
}

/** An id of our form names its symbol, perhaps shortened; anybody else's id stays as it is. */
function renameInId(id: ClientOrderId, prefix: string, renaming: Renaming): ClientOrderId {
  const parts = parseOwnedId(id, prefix);
  if (parts === null) return id;
  for (const [from, to] of renaming) {
    if (from.startsWith(parts.symbol)) return buildClientOrderId({ ...parts, symbol: to });
  }
  return id;
}
