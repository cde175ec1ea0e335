import { expect, test } from "vitest";
import { tradingSymbolSchema } from "../domain/trading-symbol.ts";
import { openGates, scenarioWith } from "../test-fixtures/scenarios.ts";
import { judgeExpectation } from "../smoke/judge-expectation.ts";
import { renameSymbols, symbolsOf } from "./rename-symbols.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { readScenarios } from "./scenario-files.ts";
import { shippedPipeline } from "../simulation/target.ts";

const symbol = (name: string) => tradingSymbolSchema.parse(name);

test("after renaming the old symbol is in no part, not even in an id or an expectation", () => {
  for (const scenario of readScenarios("all")) {
    const renamed = renameSymbols(scenario, new Map([[symbol("BTCUSDT"), symbol("ETHUSDT")]]));
    expect(JSON.stringify(renamed)).not.toContain("BTC");
  }
});

test("the filters of a symbol keep their bounds under its new name", () => {
  const filters = { BTCUSDT: { stepSize: "0.1" }, SOLUSDT: { stepSize: "1" } };
  const scenario = scenarioWith({ exchange: { prices: {}, filters } });
  expect(symbolsOf(scenario)).toEqual(["BTCUSDT", "SOLUSDT"]);
  const renamed = renameSymbols(scenario, new Map([[symbol("BTCUSDT"), symbol("ETHUSDT")]]));
  expect(renamed.exchange.filters).toEqual({
    ETHUSDT: { stepSize: "0.1" },
    SOLUSDT: { stepSize: "1" },
  });
});

test.each(["ETHUSDT", "1000000MOGUSDT", "BTCUSDT_260327", "币安人生USDT", "USDT"])(
  "after renaming to %s that is the only symbol, and the expectation is still met",
  async (name) => {
    for (const scenario of readScenarios("all")) {
      const renamed = renameSymbols(scenario, new Map([[symbol("BTCUSDT"), symbol(name)]]));
      expect(symbolsOf(renamed)).toEqual([name]);
      for (const gates of [renamed.gates, openGates]) {
        const inMode = { ...renamed, gates };
        const observation = await runScenario(inMode, shippedPipeline);
        expect(judgeExpectation(inMode, observation)).toEqual({ kind: "pass" });
      }
    }
  },
);

test("a symbol that only a step names is found and renamed", () => {
  const scenario = scenarioWith({
    config: { symbolWhitelist: [] },
    exchange: { prices: {} },
    steps: [
      { kind: "set-price", symbol: "BTCUSDT", price: "1" },
      { kind: "set-config", config: { symbolWhitelist: ["SOLUSDT"] } },
      { kind: "reconcile" },
    ],
  });
  expect(symbolsOf(scenario)).toEqual(["BTCUSDT", "SOLUSDT"]);
  const renamed = renameSymbols(scenario, new Map([[symbol("SOLUSDT"), symbol("ETHUSDT")]]));
  expect(symbolsOf(renamed)).toEqual(["BTCUSDT", "ETHUSDT"]);
});
