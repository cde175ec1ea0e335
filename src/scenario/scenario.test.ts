import { expect, test } from "vitest";
import { expectedOrder, observedOrder, scenarioWith } from "../test-fixtures/scenarios.ts";
import { scenarioSchema } from "./scenario.ts";

test("a parsed scenario is the same after JSON and another parse", () => {
  const scenario = scenarioWith({ exchange: { orders: [observedOrder()] } });
  expect(scenarioSchema.parse(JSON.parse(JSON.stringify(scenario)))).toEqual(scenario);
});

test.each([
  ["an unknown field", { colour: "red" }, "colour"],
  ["a later schema version", { schemaVersion: 3 }, "schemaVersion"],
  ["no reconcile step", { steps: [{ kind: "snapshot" }] }, "steps"],
  ["a step of an unknown kind", { steps: [{ kind: "jump" }] }, "steps"],
  [
    "a duplicate client order id in the expected state",
    { expected: { orders: [expectedOrder(), expectedOrder()] } },
    "expected",
  ],
  [
    "a duplicate client order id at the exchange",
    { exchange: { orders: [observedOrder(), observedOrder({ orderId: "2" })] } },
    "exchange",
  ],
  [
    "a duplicate position",
    {
      exchange: {
        positions: [
          { symbol: "BTCUSDT", quantity: "1" },
          { symbol: "BTCUSDT", quantity: "2" },
        ],
      },
    },
    "exchange",
  ],
  [
    "a leg in one-way mode",
    { exchange: { positions: [{ symbol: "BTCUSDT", positionSide: "LONG", quantity: "1" }] } },
    "exchange",
  ],
  [
    "a one-way order in hedge mode",
    { exchange: { positionMode: "hedge", orders: [observedOrder()] } },
    "exchange",
  ],
  [
    "a short LONG leg",
    {
      exchange: {
        positionMode: "hedge",
        positions: [{ symbol: "BTCUSDT", positionSide: "LONG", quantity: "-1" }],
      },
    },
    "exchange",
  ],
  ["a price of a symbol in lower case", { exchange: { prices: { btcusdt: "1" } } }, "exchange"],
  ["a name with an escape sequence", { name: "\u001B[31m" }, "name"],
])("%s is refused", (_, parts, place) => {
  const scenario = { ...scenarioWith(), ...parts };
  const parsed = scenarioSchema.safeParse(scenario);
  expect(parsed.success).toBe(false);
  const places = parsed.error?.issues.map((issue) =>
    issue.code === "unrecognized_keys" ? issue.keys[0] : issue.path[0],
  );
  expect(places).toContain(place);
});

test("a dated contract and a position below one are accepted", () => {
  const positions = [{ symbol: "BTCUSDT_260327", quantity: "-0.00000001" }];
  expect(scenarioWith({ exchange: { positions } }).exchange.positions).toHaveLength(1);
});
