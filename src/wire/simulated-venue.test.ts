import { expect, test } from "vitest";
import { observedStop } from "../test-fixtures/conditional-orders.ts";
import { observedOrder, scenarioWith, startsAtMs } from "../test-fixtures/scenarios.ts";
import { SimulatedVenue } from "./simulated-venue.ts";

const laterMs = 90_000_000;
const nowMs = () => startsAtMs + laterMs;

test("the start of the scenario is now, for both lists", () => {
  const exchange = { orders: [observedOrder()], conditionalOrders: [observedStop()] };
  const scenario = scenarioWith({ exchange });
  const venue = new SimulatedVenue(scenario, nowMs);
  const agesMs = [...venue.allOrders(), ...venue.allAlgoOrders()].map(
    ({ updatedAtMs }) => nowMs() - updatedAtMs,
  );
  expect(agesMs).toEqual([100_000, 100_000]);
});

test("without a scenario the account is empty, and its symbols have every filter", async () => {
  const venue = new SimulatedVenue(null, nowMs);
  expect(venue.allOrders()).toEqual([]);
  expect(venue.openOrders()).toEqual({ status: "ok", takenAtMs: nowMs(), items: [] });
  for (const { filters, markPrice } of venue.symbols()) {
    expect(Object.values(filters ?? {})).toHaveLength(4);
    expect(markPrice).not.toBeNull();
  }
  expect(venue.symbols().map(({ symbol }) => symbol)).toEqual(["BTCUSDT", "ETHUSDT"]);
});

test("a query that names nothing finds nothing", async () => {
  const venue = new SimulatedVenue(null, nowMs);
  expect(await venue.queryOrder({})).toMatchObject({ status: "not-found", code: -2013 });
});
