/** When symbols are renamed throughout, mismatches, outcomes and calls are renamed and nothing else. */
import { renameSymbols, symbolsOf } from "../src/harness/rename-symbol.ts";
import { tradingSymbolSchema } from "../src/domain/trading-symbol.ts";
import type { RelationProperty } from "../src/harness/property.ts";
import { compareEffects } from "./view/effects.ts";

// The new names sort like the old ones, so the order of processing stays.
const pairs = [
  ["BTCUSDT", "BTCUSDC"],
  ["BTCUSDT_260327", "BTCUSDC_260327"],
  ["ETHUSDT", "ETHUSDC"],
].map(([from, to]) => [tradingSymbolSchema.parse(from), tradingSymbolSchema.parse(to)] as const);

const renaming = new Map(pairs);

export const renamingSymbolsRenamesThePlan: RelationProperty = {
  kind: "relation",
  name: "renaming-symbols-renames-the-plan",
  statement:
    "When symbols are renamed throughout, mismatches, outcomes and calls are renamed and nothing else.",
  movesMoney: true,
  derive: ({ scenario }) =>
    symbolsOf(scenario).some((symbol) => renaming.has(symbol))
      ? renameSymbols(scenario, renaming)
      : { notApplicable: "no symbol of the scenario has another name" },
  judge: (observed, derived) =>
    compareEffects("the-same-effects-renamed", observed, derived, rename),
};

// An id of our form has the symbol in it, perhaps shortened.
function rename(text: string): string {
  return text.replace(/(BTC|ETH)USDT/g, "$1USDC");
}
