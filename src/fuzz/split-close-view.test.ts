import { expect, test } from "vitest";
import { ordersFitTheFilters } from "../../properties/orders-fit-the-filters.ts";
import { renderCounterexample } from "../report/counterexample-report.ts";
import { renderTimeline } from "../report/timeline.ts";
import { shippedPipeline } from "../simulation/target.ts";
import { counterexampleWith } from "../test-fixtures/counterexamples.ts";
import { openGates, scenarioWith } from "../test-fixtures/scenarios.ts";
import { viewFailure } from "./failure-view.ts";
import { timelinesOf } from "./timeline.ts";

const scenario = scenarioWith({
  gates: openGates,
  config: { maxOrdersPerAction: 1 },
  exchange: {
    positions: [{ symbol: "BTCUSDT", quantity: "1.2" }],
    prices: { BTCUSDT: "10" },
    filters: { BTCUSDT: { stepSize: "0.1", maxMarketQuantity: "0.5" } },
  },
});

test("a timeline shows the quantity of each part of a close, and the scenario its filters", async () => {
  const view = await viewFailure(scenario, shippedPipeline, ordersFitTheFilters);
  if (view.observed === null) throw new Error("only the follow-up is shown");
  expect(renderTimeline(view.observed, null)).toEqual([
    "  snapshot: orders ok, positions ok",
    "      expected: nothing | exchange: BTCUSDT BOTH 1.2",
    "  run 1: live",
    "      observed 0 orders, 1 position",
    "      POSITION_NONZERO_UNEXPECTED BTCUSDT BOTH: executed 0.5",
    "      POSITION_NONZERO_UNEXPECTED BTCUSDT BOTH: blocked, max_orders_reached",
    "      PORT placeMarketOrder SELL 0.5 BTCUSDT, position side not sent, reduceOnly true: accepted",
    "      expected: nothing | exchange: BTCUSDT BOTH 0.7",
  ]);
  const text = renderCounterexample(
    counterexampleWith({ scenario }),
    timelinesOf(view, scenario, null),
  );
  expect(text).toContain("  filters   BTCUSDT stepSize 0.1 maxMarketQuantity 0.5\n");
});
