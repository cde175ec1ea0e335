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
const news = (status: OrderStatus, afterMs: number) => ({
  clientOrderId,
  status,
  updatedAtMs: createdAtMs + afterMs,
});

const statusOf = ({ orders }: typeof expectedState) => orders.map(({ status }) => status);

test("news of an order changes that order and no other", () => {
  expect(statusOf(applyOrderUpdate(expectedState, news("FILLED", 10)))).toEqual(["FILLED", "OPEN"]);
  const stranger = { ...news("FILLED", 10), clientOrderId: clientOrderIdSchema.parse("stranger") };
  expect(applyOrderUpdate(expectedState, stranger)).toEqual(expectedState);
});

test.each([
  ["that is older than what is known", -1, "CANCELLED"],
  ["of the same moment that does not end it", 0, "PENDING"],
] as const)("news %s changes nothing", (_, afterMs, status) => {
  expect(applyOrderUpdate(expectedState, news(status, afterMs))).toEqual(expectedState);
});

test("of two changes in one millisecond the one that ends the order counts", () => {
  const heard = applyOrderUpdate(
    applyOrderUpdate(expectedState, news("PARTIALLY_FILLED", 5)),
    news("FILLED", 5),
  );
  expect(statusOf(heard)[0]).toBe("FILLED");
  for (const status of ["PARTIALLY_FILLED", "UNKNOWN"] as const) {
    expect(statusOf(applyOrderUpdate(heard, news(status, 5)))[0]).toBe("FILLED");
  }
});

test("the same news in any order, and twice, leads to the same expectedState", () => {
  const all = [
    news("PARTIALLY_FILLED", 5),
    news("FILLED", 9),
    news("CANCELLED", 9),
    news("OPEN", 1),
  ];
  const inOrder = all.reduce(applyOrderUpdate, expectedState);
  expect([...all.toReversed(), ...all].reduce(applyOrderUpdate, expectedState)).toEqual(inOrder);
});
