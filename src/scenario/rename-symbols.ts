/** Moves a whole scenario from one symbol to another: books, prices, ids, whitelist, promises. */
import { buildClientOrderId, parseOwnedId } from "../domain/client-order-id.ts";
import type { ClientOrderId } from "../domain/client-order-id.ts";
import type { Scenario } from "./scenario.ts";
import type { Step } from "./step.ts";
import { tradingSymbolSchema } from "../domain/trading-symbol.ts";
import type { TradingSymbol } from "../domain/trading-symbol.ts";

/** Every symbol that a scenario names, sorted. */
export function symbolsOf({ config, expected, exchange, steps }: Scenario): TradingSymbol[] {
  const stepped = steps.flatMap((step) =>
    "order" in step ? [step.order] : "position" in step ? [step.position] : [],
  );
  const named = [expected.orders, expected.positions, exchange.orders, exchange.positions, stepped];
  const priced = Object.keys(exchange.prices).map((name) => tradingSymbolSchema.parse(name));
  const symbols = named.flatMap((items) => items.map(({ symbol }) => symbol));
  return [...new Set([...symbols, ...priced, ...config.symbolWhitelist])].toSorted();
}

export type Renaming = ReadonlyMap<TradingSymbol, TradingSymbol>;

export function renameSymbols(scenario: Scenario, renaming: Renaming): Scenario {
  const { config, expected, exchange, expect } = scenario;
  const prefix = config.clientOrderIdPrefix;
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
    clientOrderId: renameInId(item.clientOrderId, prefix, renaming),
  });
  const prices = Object.entries(exchange.prices);
  const stepped = (step: Step): Step => {
    switch (step.kind) {
      case "place-order":
        return { ...step, order: named(step.order) };
      case "add-order":
        return { ...step, order: named(step.order) };
      case "set-position":
        return { ...step, position: placed(step.position) };
      case "fill-order":
      case "cancel-by-exchange":
        return typeof step.clientOrderId === "number"
          ? step
          : { ...step, clientOrderId: renameInId(step.clientOrderId, prefix, renaming) };
      case "order-update":
        return { ...step, clientOrderId: renameInId(step.clientOrderId, prefix, renaming) };
      default:
        return step;
    }
  };
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
    steps: scenario.steps.map(stepped),
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
export function renameInId(id: ClientOrderId, prefix: string, renaming: Renaming): ClientOrderId {
  const parts = parseOwnedId(id, prefix);
  if (parts === null) return id;
  for (const [from, to] of renaming) {
    if (from.startsWith(parts.symbol)) return buildClientOrderId({ ...parts, symbol: to });
  }
  return id;
}
