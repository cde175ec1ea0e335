import { expect, test } from "vitest";
import { live, longPosition, requests, type Parts } from "../../test-fixtures/observe.ts";
import { observedOrder, scenarioWith } from "../../test-fixtures/scenarios.ts";

type Step = NonNullable<Parts["steps"]>[number];

const toHedge: Step = { kind: "set-position-mode", mode: "hedge" };
const leg = { symbol: "BTCUSDT", positionSide: "LONG", quantity: "1" } as const;
const setLeg: Step = { kind: "set-position", position: leg };
const end: Step[] = [{ kind: "snapshot" }, { kind: "reconcile" }];
const config = { action: "flatten" } as const;
const prices = { BTCUSDT: "100" };

test("after the change positions have legs, and a flatten names its leg", async () => {
  const seen = await live({ config, exchange: { prices }, steps: [toHedge, setLeg, ...end] });
  expect(requests(seen)).toMatchObject([{ positionSide: "LONG", reduceOnly: null }]);
  expect(seen.portCalls).toMatchObject([{ reply: { status: "accepted" } }]);
});

test.each<[string, Parts["exchange"], Step]>([
  ["a live order", { orders: [observedOrder()] }, toHedge],
  ["an open position", { positions: [longPosition] }, toHedge],
  ["the same mode", {}, { kind: "set-position-mode", mode: "one_way" }],
])("the exchange accepts no change with %s", async (_, exchange, step) => {
  const { trace } = await live({ exchange, steps: [step, setLeg, ...end] });
  expect(trace.map(({ place }) => place)).toEqual([2]);
});

test("an order that has ended and a flat position permit the change", async () => {
  const exchange = {
    orders: [observedOrder({ status: "FILLED" })],
    positions: [{ ...longPosition, quantity: "0" }],
  };
  const { trace } = await live({ exchange, steps: [toHedge, ...end] });
  expect(trace.map(({ place }) => place)).toEqual([0, 1]);
});

test("a side of another mode is refused in a scenario that does not change the mode", () => {
  expect(() => scenarioWith({ steps: [setLeg, ...end] })).toThrow(
    "position side BOTH in one_way mode, or a step set-position-mode",
  );
  expect(() => scenarioWith({ steps: [toHedge, setLeg, ...end] })).not.toThrow();
});
