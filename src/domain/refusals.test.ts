import { expect, test } from "vitest";
import type * as z from "zod";
import { expectedOrder, observedOrder, ownId, scenarioWith } from "../test-fixtures/scenarios.ts";
import { expectedStateSchema } from "./expected-state.ts";
import { exchangeStateSchema } from "./exchange-state.ts";
import { clientOrderIdSchema } from "./client-order-id.ts";
import { configSchema } from "./config.ts";
import { decimalSchema, unsignedDecimalSchema } from "./decimal.ts";
import { observedOrderSchema } from "./order.ts";
import { observedPositionSchema, positionSchema } from "./position.ts";
import { scenarioSchema } from "../scenario/scenario.ts";
import { tradingSymbolSchema } from "./trading-symbol.ts";

const scenario = { ...scenarioWith() };
const position = { symbol: "BTCUSDT", quantity: "1" };

test.each<[string, z.ZodType, unknown, string, string]>([
  [
    "a client order id that is too long",
    clientOrderIdSchema,
    "x".repeat(37),
    "",
    "a client order id of 1 to 36 characters of [.A-Z:/a-z0-9_-]",
  ],
  [
    "a decimal with an exponent",
    decimalSchema,
    "1e3",
    "",
    'a plain decimal string such as "0.001", with at most 18 digits before and after the point',
  ],
  ["a size below zero", unsignedDecimalSchema, "-1", "", "a decimal that is not negative"],
  [
    "an order id with letters",
    observedOrderSchema,
    observedOrder({ orderId: "x1" }),
    "orderId",
    "an exchange order id: 1 to 20 digits, as a string",
  ],
  [
    "an order type in small letters",
    observedOrderSchema,
    observedOrder({ type: "limit" }),
    "type",
    'an order type such as "LIMIT"',
  ],
  [
    "a symbol in small letters",
    tradingSymbolSchema,
    "btcusdt",
    "",
    'a trading symbol in capital ASCII letters, letters of other scripts and digits, such as "BTCUSDT"',
  ],
  [
    "a LONG leg below zero",
    positionSchema,
    { ...position, positionSide: "LONG", quantity: "-1" },
    "quantity",
    "a quantity of at least 0 on the LONG leg and at most 0 on the SHORT leg",
  ],
  [
    "an observed SHORT leg above zero",
    observedPositionSchema,
    { ...position, positionSide: "SHORT", markPrice: null },
    "quantity",
    "a quantity of at least 0 on the LONG leg and at most 0 on the SHORT leg",
  ],
  [
    "a duplicate order in the expected state",
    expectedStateSchema,
    { orders: [expectedOrder(), expectedOrder({ status: "FILLED" })] },
    "orders.1.clientOrderId",
    `each client order id of a symbol once, for its last order; BTCUSDT ${ownId()} is a duplicate`,
  ],
  [
    "a duplicate order at the exchange",
    exchangeStateSchema,
    { orders: [observedOrder(), observedOrder({ orderId: "2" })] },
    "orders.1.clientOrderId",
    `each client order id of a live order of a symbol once; BTCUSDT ${ownId()} is a duplicate`,
  ],
  [
    "an ended order with the order id of another one",
    exchangeStateSchema,
    { orders: [observedOrder(), observedOrder({ status: "FILLED" })] },
    "orders.1.orderId",
    `each order id of a client order id once; BTCUSDT ${ownId()} ${observedOrder().orderId} is a duplicate`,
  ],
  [
    "a duplicate position at the exchange",
    exchangeStateSchema,
    { positions: [position, position] },
    "positions.1.symbol",
    "each symbol and position side once; BTCUSDT BOTH is a duplicate",
  ],
  [
    "a duplicate position in the expected state",
    expectedStateSchema,
    { positions: [position, position] },
    "positions.1.symbol",
    "each symbol and position side once; BTCUSDT BOTH is a duplicate",
  ],
  [
    "a leg in one-way mode",
    exchangeStateSchema,
    { positions: [{ ...position, positionSide: "LONG" }] },
    "positions.0.positionSide",
    "position side BOTH in one_way mode",
  ],
  [
    "an order without a leg in hedge mode",
    exchangeStateSchema,
    { positionMode: "hedge", orders: [observedOrder()] },
    "orders.0.positionSide",
    "position side LONG or SHORT in hedge mode",
  ],
  [
    "a changed position on a leg in one-way mode",
    scenarioSchema,
    {
      ...scenario,
      steps: [
        { kind: "set-position", position: { ...position, positionSide: "LONG" } },
        { kind: "reconcile" },
      ],
    },
    "steps.0.position.positionSide",
    "position side BOTH in one_way mode, or a step set-position-mode before it",
  ],
  [
    "an added order without a leg in hedge mode",
    scenarioSchema,
    {
      ...scenario,
      exchange: { positionMode: "hedge" },
      steps: [{ kind: "add-order", order: observedOrder() }, { kind: "reconcile" }],
    },
    "steps.0.order.positionSide",
    "position side LONG or SHORT in hedge mode, or a step set-position-mode before it",
  ],
  [
    "a prefix with a space",
    configSchema,
    { clientOrderIdPrefix: "my bot" },
    "clientOrderIdPrefix",
    "a prefix of characters that a client order id may have",
  ],
  [
    "a strategy with an underscore",
    configSchema,
    { allowedStrategies: ["a_b"] },
    "allowedStrategies.0",
    "a strategy name without underscore",
  ],
  [
    "a scenario without a run",
    scenarioSchema,
    { ...scenario, steps: [{ kind: "snapshot" }] },
    "steps",
    'at least one step {"kind":"reconcile"}: without one nothing is tested',
  ],
  [
    "a name of two lines",
    scenarioSchema,
    { ...scenario, name: "a\nb" },
    "name",
    "one line of text without control characters",
  ],
])("%s is refused with a message of what is valid", (_, schema, value, path, message) => {
  const issues = schema.safeParse(value).error?.issues ?? [];
  expect(issues.map((issue) => [issue.path.join("."), issue.message])).toEqual([[path, message]]);
});
