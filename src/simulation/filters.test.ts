import { expect, test } from "vitest";
import { defineTarget } from "../target/define-target.ts";
import type { ReconcileRequest } from "../target/target-run.ts";
import { scenarioWith } from "../test-fixtures/scenarios.ts";
import type { Parts } from "../test-fixtures/observe.ts";
import { runScenario } from "./run-scenario.ts";

async function requestOf(exchange: Parts["exchange"]): Promise<ReconcileRequest | undefined> {
  const requests: ReconcileRequest[] = [];
  const target = defineTarget({
    name: "recording",
    reports: [],
    reconcile: (request) => {
      requests.push(request);
      return {};
    },
  });
  await runScenario(scenarioWith({ exchange }), target);
  return requests[0];
}

test("a target gets a copy of the filters", async () => {
  const exchange = scenarioWith({
    exchange: { filters: { BTCUSDT: { stepSize: "0.1" } } },
  }).exchange;
  const request = await requestOf(exchange);
  expect(request?.filters).toEqual({ BTCUSDT: { stepSize: "0.1" } });
  expect(request?.filters).not.toBe(exchange.filters);
});

test("without filters its request has no such field, so that old bots get the same bytes", async () => {
  expect(Object.keys((await requestOf({})) ?? {})).not.toContain("filters");
});
