/** When symbols are renamed throughout, mismatches, outcomes and calls are renamed and nothing else. */
import { clientOrderIdSchema } from "../../src/domain/client-order-id.ts";
import { renameInId, renameSymbols, symbolsOf } from "../../src/scenario/rename-symbols.ts";
import { tradingSymbolSchema } from "../../src/domain/trading-symbol.ts";
import type { Case, MetamorphicProperty } from "../property.ts";
import { compareEffects } from "../view/compare-effects.ts";

// The new names sort like the old ones, so the order of processing stays.
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
    "When symbols are renamed throughout, mismatches, outcomes and calls are renamed and nothing else.",
  severity: "money",
  followUp: ({ scenario }) =>
    symbolsOf(scenario).some((symbol) => renaming.has(symbol))
      ? renameSymbols(scenario, renaming)
      : { discarded: "no symbol of the scenario has another name" },
  judge: (observed, followUpCase) =>
    compareEffects("different-effects", observed, followUpCase, renamer(observed)),
};

/** What a symbol, an id, or a sentence of a violation is called in the other scenario. */
function renamer({ scenario }: Case): (text: string) => string {
  const prefix = scenario.config.clientOrderIdPrefix;
  return (text) => {
    const symbol = pairs.find(([from]) => from === text)?.[1];
    if (symbol !== undefined) return symbol;
    if (text.includes(" ")) return text.replace(/(BTC|ETH)USDT/g, "$1USDC");
    if (!text.startsWith(prefix)) return text;
    const id = clientOrderIdSchema.safeParse(text);
    return id.success ? renameInId(id.data, prefix, renaming) : text;
  };
}
