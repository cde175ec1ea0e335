import { expect, test } from "vitest";
import { aSecondRunHasNothingToDo } from "../../properties/a-second-run-has-nothing-to-do.ts";
import { ordersBeatPositions } from "../../properties/orders-beat-positions.ts";
import { renderTimeline } from "../report/timeline.ts";
import { longPosition } from "../test-fixtures/observe.ts";
import { expectedOrder, openGates, ownId, scenarioWith } from "../test-fixtures/scenarios.ts";
import { showCase } from "./shown-case.ts";
import { shippedPipeline } from "./target.ts";

const scenario = scenarioWith({
  gates: openGates,
  config: { action: "flatten" },
  exchange: { positions: [longPosition], prices: { BTCUSDT: "50000" } },
  steps: [
    { kind: "bot-places", order: expectedOrder(), lost: "nothing" },
    { kind: "exchange-fills", clientOrderId: 7 },
    { kind: "stream-delivers", change: 3 },
    { kind: "stream-delivers", change: 1 },
    { kind: "advance-clock", ms: 1 },
    { kind: "snapshot" },
    { kind: "reconcile" },
  ],
});

test("a history is told by what its numbers stood for, with belief beside exchange where they changed", async () => {
  const shown = await showCase(scenario, shippedPipeline, ordersBeatPositions);
  expect(shown.isDerived).toBe(false);
  const id = ownId();
  expect(renderTimeline(shown.scenario, shown.observation, 0)).toEqual([
    `  the bot places ${id}, BUY 0.001 BTCUSDT`,
    `      believed: ${id} OPEN | held: ${id} OPEN 0/0.001, BTCUSDT BOTH 0.001`,
    `  the exchange fills the rest of ${id}`,
    `      believed: ${id} OPEN | held: BTCUSDT BOTH 0.002`,
    `  news of ${id}: FILLED at 1704067200000`,
    `      believed: ${id} FILLED | held: BTCUSDT BOTH 0.002`,
    `  news of ${id}: FILLED at 1704067200000`,
    "  the clock moves on by 1 ms",
    "  snapshot: orders ok, positions ok",
    "▶ run 0: live",
    "      shown 1 order, 1 position",
    "      POSITION_NONZERO_UNEXPECTED BTCUSDT BOTH: executed",
    "      PORT placeMarketOrder SELL 0.002 BTCUSDT, position side not sent, reduceOnly true: accepted",
    `      believed: ${id} FILLED | held: nothing`,
  ]);
});

test("a relation shows the history that it makes", async () => {
  const shown = await showCase(scenario, shippedPipeline, aSecondRunHasNothingToDo);
  expect(shown.isDerived).toBe(true);
  expect(shown.observation.runs.length).toBe(4);
});
