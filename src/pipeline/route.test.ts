import { expect, test } from "vitest";
import { actions } from "../domain/config.ts";
import { live, longPosition, outcomes, requests, type Parts } from "../test-fixtures/observe.ts";
import { expectedOrder, observedOrder } from "../test-fixtures/scenarios.ts";

const liveOrderMismatches = [
  ["an unexpected order", { exchange: { orders: [observedOrder()], positions: [longPosition] } }],
  [
    "a diverging order",
    {
      expected: { orders: [expectedOrder({ status: "FILLED" })] },
      exchange: { orders: [observedOrder()], positions: [longPosition] },
    },
  ],
  [
    "an order that cannot be cancelled",
    { exchange: { orders: [observedOrder({ status: "UNKNOWN" })], positions: [longPosition] } },
  ],
] as const;

test.each(
  liveOrderMismatches.flatMap(([name, parts]) =>
    actions.map((action) => [name, action, parts] as const),
  ),
)("while there is %s, no position is flattened under action %s", async (_, action, parts) => {
  const seen = await live({ ...parts, config: { action } });
  expect(seen.run.results.at(-1)?.outcome.status).toBe("deferred");
  expect(requests(seen).filter(({ method }) => method === "placeMarketOrder")).toEqual([]);
});

test.each([
  [
    "an order that has already ended",
    {
      expected: { orders: [expectedOrder()] },
      exchange: { orders: [observedOrder({ status: "FILLED" })], positions: [longPosition] },
    },
  ],
  [
    "an order that is missing",
    { expected: { orders: [expectedOrder()] }, exchange: { positions: [longPosition] } },
  ],
] as const)("%s is not live, so the position is flattened", async (_, parts) => {
  expect(outcomes(await live(parts as Parts)).at(-1)).toBe("executed");
});

test.each([
  ["none", ["not_routed"], ["not_routed"]],
  ["cancel_all", ["executed"], ["not_routed"]],
  ["flatten", ["not_routed"], ["executed"]],
  ["cancel_then_flatten", ["executed"], ["executed"]],
] as const)("action %s", async (action, order, position) => {
  const config = { action };
  expect(outcomes(await live({ config, exchange: { orders: [observedOrder()] } }))).toEqual(order);
  expect(outcomes(await live({ config, exchange: { positions: [longPosition] } }))).toEqual(
    position,
  );
});
