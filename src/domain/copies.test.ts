import { expect, test } from "vitest";
import { expectedOrder, observedOrder } from "../test-fixtures/scenarios.ts";
import { configSchema } from "./config.ts";
import { copyConfig, copyExpectedOrder, copyObservedOrder } from "./copies.ts";
import { expectedOrderSchema, observedOrderSchema } from "./order.ts";

test("a copied configuration is equal, and shares no list with the original", () => {
  const config = configSchema.parse({ symbolWhitelist: ["BTCUSDT"] });
  const copied = copyConfig(config);
  expect(copied).toEqual(config);
  expect(copied.symbolWhitelist).not.toBe(config.symbolWhitelist);
  expect(copied.allowedStrategies).not.toBe(config.allowedStrategies);
});

test.each([{}, { type: "STOP" }, { updatedAtMs: 1_704_067_150_000 }])(
  "a copied expected order has the same fields, with %j too",
  (optional) => {
    const order = expectedOrderSchema.parse({ ...expectedOrder(), ...optional });
    expect(copyExpectedOrder(order)).toStrictEqual(order);
  },
);

test.each([{}, { statusWord: "EXPIRED_IN_MATCH" }])(
  "a copied observed order has the same fields, with %j too",
  (optional) => {
    const order = observedOrderSchema.parse({ ...observedOrder(), ...optional });
    expect(copyObservedOrder(order)).toStrictEqual(order);
  },
);
