/** Detects a pipeline that treats particular symbols differently. */
import { clientOrderIdSchema } from "../../src/domain/client-order-id.ts";
import { renameInId, renameSymbols, symbolsOf } from "../../src/scenario/rename-symbols.ts";
import { tradingSymbolSchema } from "../../src/domain/trading-symbol.ts";
import type { Case, MetamorphicProperty } from "../property.ts";
import { compareEffects } from "../view/compare-effects.ts";

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
  followUp: ({ scenario }) =>
    symbolsOf(scenario).some((symbol) => renaming.has(symbol))
      ? renameSymbols(scenario, renaming)
      : { discarded: "no symbol of the scenario can be renamed" },
  judge: (observed, followUpCase) =>
    compareEffects("different-effects", observed, followUpCase, renamer(observed)),
};

/** Renames a symbol, or the symbol in an own id. */
function renamer({ scenario }: Case): (name: string) => string {
  const prefix = scenario.config.clientOrderIdPrefix;
  return (name) => {
    const symbol = pairs.find(([from]) => from === name)?.[1];
    if (symbol !== undefined) return symbol;
    if (!name.startsWith(prefix)) return name;
    const id = clientOrderIdSchema.safeParse(name);
    return id.success ? renameInId(id.data, prefix, renaming) : name;
  };
}
