/** Prices for a bot without a limit on the notional: it flattens without a price, so that each position has one. */
import { decimalSchema } from "../domain/decimal.ts";
import { isQuotedInUsdt, tradingSymbolSchema } from "../domain/trading-symbol.ts";
import type { TradingSymbol } from "../domain/trading-symbol.ts";
import { renameSymbols, symbolsOf } from "../scenario/rename-symbols.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { entityOf, withInnerSteps } from "../scenario/step.ts";
import type { Step } from "../scenario/step.ts";

/** So low that no notional has more digits than a decimal. */
const price = decimalSchema.parse("0.000001");
const isPositive = (value: string | null) => value !== null && /[1-9]/.test(value);
const digitsMax = 9;

/** Every symbol is quoted in USDT, and has a price above zero. */
export function withPrices(scenario: Scenario): Scenario {
  const others = symbolsOf(scenario).filter((symbol) => !isQuotedInUsdt(symbol));
  const renaming = new Map(others.map((symbol) => [symbol, inUsdt(symbol)] as const));
  const renamed = others.length === 0 ? scenario : renameSymbols(scenario, renaming);
  const { exchange, steps } = renamed;
  const large = new Set(
    // An order that fills becomes a position.
    [
      ...exchange.positions,
      ...exchange.orders,
      ...(exchange.conditionalOrders ?? []),
      ...withInnerSteps(steps).flatMap((step) => entityOf(step) ?? []),
    ]
      .filter(({ quantity }) => quantity !== null && isLarge(quantity))
      .map(({ symbol }) => symbol),
  );
  const prices = Object.fromEntries(
    symbolsOf(renamed).map((symbol) => {
      const known = exchange.prices[symbol] ?? null;
      const isUsable = known !== null && isPositive(known) && !isLarge(known) && !large.has(symbol);
      return [symbol, isUsable ? known : price] as const;
    }),
  );
  const kept = steps.filter((step) => keepsPrice(step, large));
  return { ...renamed, exchange: { ...exchange, prices }, steps: kept };
}

function isLarge(quantity: string): boolean {
  const [whole = ""] = quantity.replace("-", "").split(".");
  return whole.length > digitsMax;
}

function inUsdt(symbol: TradingSymbol): TradingSymbol {
  // The date of a dated contract stays at its end.
  const [name = "", date] = symbol.split("_");
  const quoted = `${name.slice(0, 14)}USDT`;
  return tradingSymbolSchema.parse(date === undefined ? quoted : `${quoted}_${date}`);
}

function keepsPrice(step: Step, large: ReadonlySet<string>): boolean {
  if (step.kind !== "set-price") return true;
  const { price: changed, symbol } = step;
  return changed !== null && isPositive(changed) && !isLarge(changed) && !large.has(symbol);
}
