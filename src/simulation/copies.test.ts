import { expect, test } from "vitest";
import type { PortReply } from "../domain/port-call.ts";
import { expectedOrderSchema, observedOrderSchema } from "../domain/order.ts";
import { expectedOrder, observedOrder, startsAtMs } from "../test-fixtures/scenarios.ts";
import { copyExpected, copyReply, copySnapshot } from "./copies.ts";

test.each<[PortReply]>([
  [{ status: "accepted" }],
  [{ status: "rejected", code: -2_011, message: "no" }],
  [{ status: "unknown", code: null, message: "lost" }],
  [{ status: "unknown", code: -1_007, message: "late" }],
])("a copy of %j is equal", (reply) => {
  expect(copyReply(reply)).toStrictEqual(reply);
});

test("a field that is absent stays absent", () => {
  const expected = { orders: [expectedOrderSchema.parse(expectedOrder())], positions: [] };
  expect(copyExpected(expected)).toStrictEqual(expected);
  const items = [observedOrderSchema.parse(observedOrder())];
  const orders = { status: "ok", takenAtMs: startsAtMs, items } as const;
  const positions = { status: "ok", takenAtMs: startsAtMs, items: [] } as const;
  expect(copySnapshot({ orders, positions })).toStrictEqual({ orders, positions });
});
