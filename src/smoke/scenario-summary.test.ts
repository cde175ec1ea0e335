import { expect, test } from "vitest";
import { live } from "../test-fixtures/observe.ts";
import { summarizeRuns } from "./scenario-summary.ts";

test("a mismatch is listed once, also where its close is split, and its requests one by one", async () => {
  const place = { symbol: "BTCUSDT", quantity: "1.2" };
  const seen = await live({
    exchange: {
      positionMode: "hedge",
      positions: [
        { ...place, positionSide: "LONG" },
        { ...place, positionSide: "SHORT", quantity: "-0.5" },
      ],
      prices: { BTCUSDT: "10" },
      filters: { BTCUSDT: { maxMarketQuantity: "0.5" } },
    },
  });
  const { mismatches, requests, counts } = summarizeRuns(seen);
  const position = "POSITION_NONZERO_UNEXPECTED";
  expect({ mismatches, requests: requests.length, executed: counts.executed }).toEqual({
    mismatches: [position, position],
    requests: 4,
    executed: 4,
  });
});
