import { expect, test } from "vitest";
import { dryRun, live, outcomes, requests, longPosition } from "../test-fixtures/observe.ts";
import { observedOrder, ownId } from "../test-fixtures/scenarios.ts";

test("a dry run plans the requests that live mode sends", async () => {
  const exchange = {
    orders: [observedOrder(), observedOrder({ clientOrderId: ownId(2) })],
    positions: [longPosition],
  };
  const planned = await dryRun({ exchange });
  const sent = await live({ exchange });
  const plan = planned.run.results.flatMap(({ outcome }) =>
    outcome.status === "planned" ? [outcome.request] : [],
  );
  expect(plan).toHaveLength(2);
  expect(requests(sent)).toEqual(plan);
});
test.each([
  [{ symbol: "BTCUSDT", quantity: "0.0010" }, "SELL", null, true],
  [{ symbol: "BTCUSDT", quantity: "-0.0010" }, "BUY", null, true],
  [{ symbol: "BTCUSDT", quantity: "0.0010", positionSide: "LONG" }, "SELL", "LONG", null],
  [{ symbol: "BTCUSDT", quantity: "-0.0010", positionSide: "SHORT" }, "BUY", "SHORT", null],
] as const)(
  "the position %j is flattened with %s",
  async (position, side, positionSide, reduceOnly) => {
    const positionMode = positionSide === null ? "one_way" : "hedge";
    const seen = await live({ exchange: { positionMode, positions: [position] } });
    expect(outcomes(seen)).toEqual(["executed"]);
    expect(requests(seen)).toEqual([
      {
        method: "placeMarketOrder",
        symbol: "BTCUSDT",
        clientOrderId: "grinder_grid_BTCUSDT_0_1704067200_1",
        side,
        // Recorded in canonical form.
        quantity: "0.001",
        positionSide,
        reduceOnly,
      },
    ]);
  },
);

test("two flattens in one second have different ids", async () => {
  const seen = await live({
    exchange: { positions: [longPosition] },
    steps: [
      { kind: "snapshot" },
      { kind: "set-port-faults", faults: [{ kind: "reject", code: -1001, message: "busy" }] },
      { kind: "reconcile" },
      { kind: "snapshot" },
      { kind: "reconcile" },
    ],
  });
  const ids = requests(seen).map(({ clientOrderId }) => clientOrderId);
  expect(ids).toEqual([
    "grinder_grid_BTCUSDT_0_1704067200_1",
    "grinder_grid_BTCUS_0_1704067200_1001",
  ]);
});
