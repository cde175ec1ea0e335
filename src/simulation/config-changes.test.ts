import { expect, test } from "vitest";
import { manyOrders } from "../test-fixtures/observe.ts";
import { openGates, scenarioWith } from "../test-fixtures/scenarios.ts";
import { renameSymbols } from "../scenario/rename-symbols.ts";
import { describeStep, type Step } from "../scenario/step.ts";
import { tradingSymbolSchema } from "../domain/trading-symbol.ts";
import { runScenario } from "./run-scenario.ts";
import { shippedPipeline } from "./target.ts";

const [bitcoin, ether] = ["BTCUSDT", "ETHUSDT"].map((name) => tradingSymbolSchema.parse(name));
if (bitcoin === undefined || ether === undefined) throw new Error("two symbols");

const setConfig: Step = {
  kind: "set-config",
  config: { maxOrdersPerAction: 1, symbolWhitelist: [bitcoin] },
};

test("each run has the configuration of its time, and the part that no step changes", async () => {
  const scenario = scenarioWith({
    gates: openGates,
    config: { action: "cancel_all", cooldownSeconds: 0, maxOrdersPerAction: 2 },
    exchange: { orders: manyOrders },
    steps: [
      { kind: "snapshot" },
      { kind: "reconcile" },
      setConfig,
      { kind: "advance-clock", ms: 1 },
      { kind: "snapshot" },
      { kind: "reconcile" },
    ],
  });
  const { portCalls, runContexts } = await runScenario(scenario, shippedPipeline);
  expect(portCalls.map(({ run }) => run)).toEqual([0, 0, 1]);
  const [first, second] = runContexts.map(({ config }) => config);
  expect(first).toBe(scenario.config);
  expect(second).toEqual({ ...scenario.config, ...setConfig.config });
});

test("a change is described, and its symbols are renamed", () => {
  expect(describeStep(setConfig, 0)).toBe(
    "the operator sets the configuration: maxOrdersPerAction 1, symbolWhitelist [BTCUSDT]",
  );
  const price: Step = { kind: "set-price", symbol: bitcoin, price: null };
  const scenario = scenarioWith({ steps: [setConfig, price, { kind: "reconcile" }] });
  expect(renameSymbols(scenario, new Map([[bitcoin, ether]])).steps).toEqual([
    { kind: "set-config", config: { maxOrdersPerAction: 1, symbolWhitelist: [ether] } },
    { kind: "set-price", symbol: ether, price: null },
    { kind: "reconcile" },
  ]);
  expect(describeStep(price, 0)).toBe("the price of BTCUSDT becomes unknown");
});
