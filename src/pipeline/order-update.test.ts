import { expect, test } from "vitest";
import { expectedStateSchema } from "../domain/expected-state.ts";
import type { OrderStatus } from "../domain/order.ts";
import { clientOrderIdSchema } from "../domain/client-order-id.ts";
import { expectedOrder, ownId, startsAtMs } from "../test-fixtures/scenarios.ts";
import { applyOrderUpdate } from "./order-update.ts";

const createdAtMs = startsAtMs - 1_000;
const expectedState = expectedStateSchema.parse({
  orders: [expectedOrder({ createdAtMs }), expectedOrder({ clientOrderId: ownId(2) })],
});
const clientOrderId = clientOrderIdSchema.parse(ownId());
const update = (status: OrderStatus, afterMs: number) => ({
  clientOrderId,
  status,
  updatedAtMs: createdAtMs + afterMs,
});

const statusOf = ({ orders }: typeof expectedState) => orders.map(({ status }) => status);

test("an update changes its order and no other", () => {
  expect(statusOf(applyOrderUpdate(expectedState, update("FILLED", 10)))).toEqual([
    "FILLED",
    "OPEN",
  ]);
  const other = { ...update("FILLED", 10), clientOrderId: clientOrderIdSchema.parse("other") };
  expect(applyOrderUpdate(expectedState, other)).toEqual(expectedState);
});

test.each([
  ["that is older than the expected order", -1, "CANCELLED"],
  ["of the same millisecond that does not end the order", 0, "PENDING"],
] as const)("an update %s changes nothing", (_, afterMs, status) => {
  expect(applyOrderUpdate(expectedState, update(status, afterMs))).toEqual(expectedState);
});

test("of two updates in one millisecond the one that ends the order wins", () => {
  const updated = applyOrderUpdate(
    applyOrderUpdate(expectedState, update("PARTIALLY_FILLED", 5)),
    update("FILLED", 5),
  );
  expect(statusOf(updated)[0]).toBe("FILLED");
  for (const status of ["PARTIALLY_FILLED", "UNKNOWN"] as const) {
    expect(statusOf(applyOrderUpdate(updated, update(status, 5)))[0]).toBe("FILLED");
  }
});

test("the same updates in any order, and repeated, lead to the same expected state", () => {
  const all = [
    update("PARTIALLY_FILLED", 5),
    update("FILLED", 9),
    update("CANCELLED", 9),
    update("OPEN", 1),
  ];
  const inOrder = all.reduce(applyOrderUpdate, expectedState);
  expect([...all.toReversed(), ...all].reduce(applyOrderUpdate, expectedState)).toEqual(inOrder);
});
