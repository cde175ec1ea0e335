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

export function renameSymbol(scenario: Scenario, from: TradingSymbol, to: TradingSymbol): Scenario {
  const { config, expected, exchange, expect } = scenario;
  const symbol = (name: TradingSymbol) => (name === from ? to : name);
  const id = (clientOrderId: ClientOrderId) =>
    renameInId(clientOrderId, config.clientOrderIdPrefix, from, to);
  const placed = <Item extends { readonly symbol: TradingSymbol }>(item: Item): Item => ({
    ...item,
    symbol: symbol(item.symbol),
  });
  const named = <
    Item extends { readonly symbol: TradingSymbol; readonly clientOrderId: ClientOrderId },
  >(
    item: Item,
  ): Item => ({ ...placed(item), clientOrderId: id(item.clientOrderId) });
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
function renameInId(id: ClientOrderId, prefix: string, from: string, to: string): ClientOrderId {
  const parts = parseOwnedId(id, prefix);
  return parts !== null && from.startsWith(parts.symbol)
    ? buildClientOrderId({ ...parts, symbol: to })
    : id;
}
