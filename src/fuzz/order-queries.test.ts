import { expect, test } from "vitest";
import { withoutQueryFaults } from "../scenario/scenario.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline, type Target } from "../simulation/target.ts";
import { clientOrderIdSchema } from "../domain/client-order-id.ts";
import { tradingSymbolSchema } from "../domain/trading-symbol.ts";
import { scenarioWith } from "../test-fixtures/scenarios.ts";
import { campaignContext } from "./campaign-context.ts";
import { scenariosOf, type Batch } from "./batch.ts";
import { reachable, wholeSupport } from "./support.ts";
import { addQueryLabels, queryLabels } from "./order-queries.ts";
import { inputsWith } from "../test-fixtures/campaign-inputs.ts";

const asking: Target = {
  ...shippedPipeline,
  usesQueries: true,
  reconcile: async (inputs, services) => {
    const query = {
      symbol: tradingSymbolSchema.parse("BTCUSDT"),
      clientOrderId: clientOrderIdSchema.parse("x"),
    };
    await services.queryOrder?.(query);
    return shippedPipeline.reconcile(inputs, services);
  },
};

const run = { kind: "reconcile" } as const;

test.each<[string, Target, ("not-found" | "none")[], string[]]>([
  ["asks nothing", shippedPipeline, ["not-found"], []],
  ["gets a true answer", asking, ["none"], ["a query for one order"]],
  [
    "gets an answer that misleads",
    asking,
    ["not-found"],
    ["a query for one order", "a query for one order that misleads"],
  ],
])("labels of a target that %s", async (_, target, queryFaults, expected) => {
  const scenario = scenarioWith({ steps: [{ kind: "snapshot" }, { ...run, queryFaults }] });
  const labels = new Set<string>();
  addQueryLabels({ scenario, observation: await runScenario(scenario, target) }, labels);
  expect([...labels]).toEqual(expected);
  expect(Object.keys(queryLabels)).toEqual(expect.arrayContaining(expected));
});

const inputs = inputsWith({ sequences: 20 });

test("only a target that declares queries gets answers that mislead", () => {
  const batches: Batch[] = [
    { number: 0, phase: "random", start: 0, cases: 60 },
    { number: 1, phase: "sequences", start: 0, cases: 20 },
  ];
  const countOf = (target: Target) => {
    const { plan } = campaignContext(inputs, target);
    const scenarios = batches.flatMap((batch) => [...scenariosOf(batch, plan)]);
    return scenarios.filter((scenario) => withoutQueryFaults(scenario) !== scenario).length;
  };
  expect(countOf(shippedPipeline)).toBe(0);
  expect(countOf(asking)).toBeGreaterThan(10);
});

test("the labels are required of a target that declares queries", () => {
  const names = ["snapshot_stale", ...Object.keys(queryLabels)];
  expect(reachable(names, wholeSupport)).toEqual(names);
  expect(reachable(names, { ...wholeSupport, usesQueries: false })).toEqual(["snapshot_stale"]);
});
