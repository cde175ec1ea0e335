/** Renames the symbols of a whole scenario: orders, positions, prices, ids, whitelist and expectation. */
import { buildClientOrderId, parseOwnedId, type ClientOrderId } from "../domain/client-order-id.ts";
import type { Config } from "../domain/config.ts";
import { fillTemplate, readWithTemplate } from "../domain/id-template.ts";
import { copyConfig } from "../domain/copies.ts";
import { tradingSymbolSchema, type TradingSymbol } from "../domain/trading-symbol.ts";
import type { Scenario } from "./scenario.ts";
import type { SymbolRenamer } from "./step-module.ts";
import { entityOf, renameStep, withInnerSteps, type Step } from "./step.ts";

/** Every symbol that a scenario names, sorted. */
export function symbolsOf({ config, expected, exchange, steps }: Scenario): TradingSymbol[] {
  const items = [
    ...[expected.orders, expected.positions, exchange.orders, exchange.positions].flat(),
    ...[expected.conditionalOrders ?? [], exchange.conditionalOrders ?? []].flat(),
    ...withInnerSteps(steps).flatMap((step) => entityOf(step) ?? []),
  ];
  const { prices, filters = {} } = exchange;
  const named = [...Object.keys(prices), ...Object.keys(filters)];
  const keys = named.map((name) => tradingSymbolSchema.parse(name));
  const symbols = [
    ...items.map(({ symbol }) => symbol),
    ...keys,
    ...config.symbolWhitelist,
    ...steps.flatMap(namedBy),
  ];
  return [...new Set(symbols)].toSorted();
}

/** The symbols that a step names without an order or a position. */
function namedBy(step: Step): readonly TradingSymbol[] {
  if (step.kind === "set-price") return [step.symbol];
  return step.kind === "set-config" ? (step.config.symbolWhitelist ?? []) : [];
}

type IdForm = Pick<Config, "clientOrderIdPrefix" | "clientOrderIdTemplate">;
export type Renaming = ReadonlyMap<TradingSymbol, TradingSymbol>;

/** `id` renames an id, as `idRenamer` does. */
export function renameSymbols(
  scenario: Scenario,
  renaming: Renaming,
  id: SymbolRenamer["id"] = idRenamer(scenario.config, renaming),
): Scenario {
  const { config, expected, exchange, expect } = scenario;
  const symbol = (name: TradingSymbol) => renaming.get(name) ?? name;
  // Fields that are set afterwards keep the shape of the original; those of a literal do not.
  const order: SymbolRenamer["order"] = (item) =>
    Object.assign(
      { ...item },
      { symbol: symbol(item.symbol), clientOrderId: id(item.clientOrderId) },
    );
  const position: SymbolRenamer["position"] = (item) =>
    Object.assign({ ...item }, { symbol: symbol(item.symbol) });
  const renamedConfig = copyConfig(config);
  renamedConfig.symbolWhitelist = config.symbolWhitelist.map(symbol);
  const names: ReadonlyMap<string, string> = renaming;
  const renameKeys = <Value>(record: Readonly<Record<string, Value>>) =>
    Object.fromEntries(
      Object.entries(record).map(([name, value]) => [names.get(name) ?? name, value] as const),
    );
  const { prices, filters } = exchange;
  return {
    ...scenario,
    config: renamedConfig,
    expected: {
      ...expected,
      orders: expected.orders.map(order),
      positions: expected.positions.map(position),
      ...renamedConditional(expected.conditionalOrders, order),
    },
    exchange: {
      ...exchange,
      orders: exchange.orders.map(order),
      positions: exchange.positions.map(position),
      prices: renameKeys(prices),
      ...(filters && { filters: renameKeys(filters) }),
      ...renamedConditional(exchange.conditionalOrders, order),
    },
    steps: scenario.steps.map((step) => renameStep(step, { id, order, position })),
    ...(expect && {
      expect: {
        ...expect,
        dryRun: { ...expect.dryRun, plans: expect.dryRun.plans.map(order) },
        live: { ...expect.live, portCalls: expect.live.portCalls.map(order) },
      },
    }),
  };
}

function renamedConditional<Order extends Parameters<SymbolRenamer["order"]>[0]>(
  orders: readonly Order[] | undefined,
  rename: SymbolRenamer["order"],
) {
  return orders === undefined ? {} : { conditionalOrders: orders.map((order) => rename(order)) };
}

/** Renames the symbol in own ids. */
export function idRenamer(
  config: IdForm,
  renaming: Renaming,
): (id: ClientOrderId) => ClientOrderId {
  return eachIdOnce((id) => renameInId(id, config, renaming));
}

/** The function with a memory: a scenario names the same id in several places. */
export function eachIdOnce(change: SymbolRenamer["id"]): SymbolRenamer["id"] {
  const changed = new Map<ClientOrderId, ClientOrderId>();
  return (id) => {
    const known = changed.get(id);
    if (known !== undefined) return known;
    const other = change(id);
    changed.set(id, other);
    return other;
  };
}

/** An own id names its symbol, perhaps shortened; an external id stays as it is. */
function renameInId(id: ClientOrderId, config: IdForm, renaming: Renaming): ClientOrderId {
  const { clientOrderIdPrefix: prefix, clientOrderIdTemplate: template } = config;
  if (template !== undefined) {
    const values = readWithTemplate(id, template, prefix);
    const written = values?.["symbol"];
    const to = written === undefined ? null : newName(written, renaming);
    return to === null ? id : fillTemplate(template, { ...values, prefix, symbol: to });
  }
  const parts = parseOwnedId(id, prefix);
  if (parts === null) return id;
  const to = newName(parts.symbol, renaming);
  return to === null ? id : buildClientOrderId({ ...parts, symbol: to });
}

/** Of the first symbol that starts with the text: the symbol in an id may be shortened. */
function newName(text: string, renaming: Renaming): string | null {
  for (const [from, to] of renaming) if (from.startsWith(text)) return to;
  return null;
}
