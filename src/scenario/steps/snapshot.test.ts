import { expect, test } from "vitest";
import { exchangeStateSchema } from "../../domain/exchange-state.ts";
import { type Decimal, decimalSchema } from "../../domain/decimal.ts";
import { observedOrderSchema } from "../../domain/order.ts";
import type { SnapshotPartStep } from "../step.ts";
import { tradingSymbolSchema } from "../../domain/trading-symbol.ts";
import { SimulatedExchange } from "../../exchange/simulated-exchange.ts";
import { observedOrder, ownId, startsAtMs } from "../../test-fixtures/scenarios.ts";
import { takeSnapshot } from "./snapshot.ts";

const quantityOf = (quantity: string): Decimal => decimalSchema.parse(quantity);

/** An order of 1 fills to a half at 1,000 ms and completely at 2,000; another appears at 2,000. */
function snapshotOf(orders: SnapshotPartStep, positions: SnapshotPartStep) {
  const exchange = new SimulatedExchange(
    exchangeStateSchema.parse({ orders: [observedOrder({ quantity: "1" })] }),
  );
  exchange.fill(ownId(), quantityOf("0.5"), startsAtMs + 1_000);
  exchange.fill(ownId(), null, startsAtMs + 2_000);
  const second = observedOrderSchema.parse(observedOrder({ clientOrderId: ownId(2) }));
  exchange.addOrder(second, startsAtMs + 2_000);
  const snapshot = takeSnapshot({ orders, positions }, exchange, startsAtMs + 2_000);
  return {
    orders:
      snapshot.orders.status === "ok"
        ? snapshot.orders.items.map(({ status }) => status)
        : snapshot.orders.status,
    positions:
      snapshot.positions.status === "ok"
        ? snapshot.positions.items.map(({ quantity }) => quantity)
        : snapshot.positions.status,
    times: [snapshot.orders.takenAtMs - startsAtMs, snapshot.positions.takenAtMs - startsAtMs],
  };
}

const ok: SnapshotPartStep = { kind: "ok" };
const old = (ageMs: number): SnapshotPartStep => ({ kind: "old", ageMs });

test("each part has its own time and the state of that time", () => {
  expect(snapshotOf(ok, ok)).toEqual({
    orders: ["FILLED", "OPEN"],
    positions: ["1"],
    times: [2_000, 2_000],
  });
  expect(snapshotOf(old(1_000), ok)).toEqual({
    orders: ["PARTIALLY_FILLED"],
    positions: ["1"],
    times: [1_000, 2_000],
  });
  expect(snapshotOf(ok, old(1_001))).toEqual({
    orders: ["FILLED", "OPEN"],
    positions: [],
    times: [2_000, 999],
  });
  expect(snapshotOf(old(1_001), old(2_001))).toMatchObject({ orders: ["OPEN"], positions: [] });
});

test("a part from the future has the current state, and a failed part has none", () => {
  expect(snapshotOf({ kind: "future", skewMs: 5 }, { kind: "failed" })).toEqual({
    orders: ["FILLED", "OPEN"],
    positions: "failed",
    times: [2_005, 2_000],
  });
});

test("an earlier state is read for each leg separately", () => {
  const symbol = tradingSymbolSchema.parse("BTCUSDT");
  const positions = [{ symbol, positionSide: "LONG" as const, quantity: "1" }];
  const exchange = new SimulatedExchange(
    exchangeStateSchema.parse({ positionMode: "hedge", positions }),
  );
  exchange.setPosition(
    { symbol, positionSide: "SHORT", quantity: quantityOf("-2") },
    startsAtMs + 1,
  );
  exchange.setPosition({ symbol, positionSide: "LONG", quantity: quantityOf("3") }, startsAtMs + 2);
  const quantities = (atMs: number) => exchange.positions(atMs).map(({ quantity }) => quantity);
  expect(quantities(startsAtMs)).toEqual(["1"]);
  expect(quantities(startsAtMs + 1)).toEqual(["1", "-2"]);
  expect(quantities(startsAtMs + 2)).toEqual(["3", "-2"]);
});
