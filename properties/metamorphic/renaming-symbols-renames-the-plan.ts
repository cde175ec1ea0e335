/** Detects a pipeline that treats particular symbols differently. */
import { idRenamer, renameSymbols } from "../../src/scenario/rename-symbols.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { byCodeUnit } from "../../src/domain/mismatch.ts";
import { isClientOrderId } from "../../src/domain/client-order-id.ts";
import { entityOf, withInnerSteps } from "../../src/scenario/step.ts";
import { tradingSymbolSchema, type TradingSymbol } from "../../src/domain/trading-symbol.ts";
import type { Case, MetamorphicProperty } from "../property.ts";
import { compareEffects } from "../view/compare-effects.ts";
import { memoizeLast } from "../view/memoize-last.ts";

// The new names sort like the old ones, so the processing order stays.
const pairs = [
  ["BTCUSDT", "BTCUSDC"],
  ["BTCUSDT_260327", "BTCUSDC_260327"],
  ["ETHUSDT", "ETHUSDC"],
].map(([from, to]) => [tradingSymbolSchema.parse(from), tradingSymbolSchema.parse(to)] as const);

const renaming = new Map(pairs);

export const renamingSymbolsRenamesThePlan: MetamorphicProperty = {
  kind: "metamorphic",
  name: "renaming-symbols-renames-the-plan",
  statement:
    "Renamed symbols rename the mismatches, outcomes and port calls, and change nothing else.",
  severity: "money",
  checks: ["different-effects"],
  followUp: (observed) => {
    const { scenario } = observed;
    if (!namesRenamed(scenario)) return { discarded: "no symbol of the scenario can be renamed" };
    const renamed = renameSymbols(scenario, renaming, idRenamerOf(observed));
    const isAlike =
      sortAlike(idsOf(scenario), idsOf(renamed)) &&
      sortAlike(symbolsIn(scenario), symbolsIn(renamed));
    return isAlike ? renamed : { discarded: "the renamed symbols or ids sort in another order" };
  },
  judge: (observed, followUpCase) =>
    compareEffects("different-effects", observed, followUpCase, renamer(observed)),
};

/** The follow-up and the judgement share it, so that each id is renamed once. */
const idRenamerOf = memoizeLast(({ scenario }: Case) => idRenamer(scenario.config, renaming));

function isRenamed({ symbol }: { readonly symbol: TradingSymbol }): boolean {
  return renaming.has(symbol);
}

function namesRenamed({ config, expected, exchange, steps }: Scenario): boolean {
  return (
    config.symbolWhitelist.some((symbol) => renaming.has(symbol)) ||
    expected.orders.some(isRenamed) ||
    expected.positions.some(isRenamed) ||
    exchange.orders.some(isRenamed) ||
    exchange.positions.some(isRenamed) ||
    conditionalOrdersOf({ expected, exchange }).some(isRenamed) ||
    pairs.some(([from]) => from in exchange.prices) ||
    withInnerSteps(steps).some((step) => {
      const entity = entityOf(step);
      return entity !== null && isRenamed(entity);
    })
  );
}

function conditionalOrdersOf({ expected, exchange }: Pick<Scenario, "expected" | "exchange">) {
  const { conditionalOrders: known = [] } = expected;
  const { conditionalOrders: listed = [] } = exchange;
  return [...known, ...listed];
}

function idsOf({ expected, exchange, steps }: Scenario): string[] {
  const orders = [...expected.orders, ...exchange.orders];
  const conditional = conditionalOrdersOf({ expected, exchange });
  return [
    ...[...orders, ...conditional].map(({ clientOrderId }) => clientOrderId),
    ...withInnerSteps(steps).flatMap((step) => {
      const entity = entityOf(step);
      return entity !== null && "clientOrderId" in entity ? [entity.clientOrderId] : [];
    }),
  ];
}

function symbolsIn({ expected, exchange }: Scenario): string[] {
  const lists = [expected.orders, expected.positions, exchange.orders, exchange.positions];
  return lists.flatMap((list) => list.map(({ symbol }) => symbol));
}

/** Whether the names at equal places sort in the same order. A shortened symbol in an id can change it. */
function sortAlike(ids: readonly string[], renamed: readonly string[]): boolean {
  if (ids.every((id, at) => id === renamed[at])) return true;
  const places = [...ids.keys()].toSorted((a, b) => byCodeUnit(ids[a] ?? "", ids[b] ?? ""));
  return places.every((place, at) => {
    const before = places[at - 1];
    if (before === undefined) return true;
    const order = byCodeUnit(renamed[before] ?? "", renamed[place] ?? "");
    return order === byCodeUnit(ids[before] ?? "", ids[place] ?? "");
  });
}

/** Renames a symbol, or the symbol in an own id. */
function renamer(observed: Case): (name: string) => string {
  const symbols: ReadonlyMap<string, string> = renaming;
  const renameId = idRenamerOf(observed);
  return (name) => symbols.get(name) ?? (isClientOrderId(name) ? renameId(name) : name);
}
