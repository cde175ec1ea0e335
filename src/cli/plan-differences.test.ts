import { expect, test } from "vitest";
import { order, plan, position } from "../test-fixtures/run-plan.ts";
import { expectedOrder, ownId } from "../test-fixtures/scenarios.ts";

const expectedLong = { positions: [{ symbol: "BTCUSDT", quantity: "0.010" }] };

test.each([
  ["-0.010", "short 0.010"],
  ["10.000", "long 10.000"],
  ["0.000", "flat"],
  [null, "flat"],
])("an expected long of 0.010 and an observed %s do not agree", (positionAmt, observed) => {
  const positions = positionAmt === null ? [] : [{ ...position, positionAmt }];
  const run = plan({ "positions.json": positions, "expected.json": expectedLong });
  expect(run.exitCode).toBe(0);
  expect(run.stdout.split("\n").slice(5)).toEqual([
    "",
    "Differences noted, no action:",
    `  BTCUSDT  position: expected long 0.010, observed ${observed}`,
    "",
    "No mismatch, and 1 difference without an action.",
    "",
  ]);
});

test("equal quantities of other digits are no difference", () => {
  const run = plan({
    "positions.json": [{ ...position, positionAmt: "0.01" }],
    "orders.json": [{ ...order, origQty: "0.0010" }],
    "expected.json": { ...expectedLong, orders: [expectedOrder()] },
  });
  expect(run.stdout).not.toContain("Differences");
});

test("side, price, quantity and status of an order are noted", () => {
  const other = { side: "SELL", price: "1.00", origQty: "250.000", status: "PARTIALLY_FILLED" };
  const run = plan(
    { "orders.json": [{ ...order, ...other }], "expected.json": { orders: [expectedOrder()] } },
    "--json",
  );
  expect(JSON.parse(run.stdout)).toMatchObject({
    mismatches: [],
    differences: [
      { field: "status", expected: "OPEN", observed: "PARTIALLY_FILLED" },
      { field: "side", expected: "BUY", observed: "SELL" },
      { field: "quantity", expected: "0.001", observed: "250.000" },
      { field: "price", expected: "50000.00", observed: "1.00" },
    ],
  });
});

test("what the pipeline leaves alone is noted", () => {
  const externals = ["web_1", "web_2"].map((clientOrderId) => ({ ...order, clientOrderId }));
  const run = plan({
    "orders.json": [...externals, { ...order, status: "EXPIRED" }],
    "positions.json": [
      { ...position, symbol: "牛来USDT" },
      { ...position, symbol: "XRPUSDT", positionAmt: "0", markPrice: "" },
    ],
    "expected.json": {
      orders: [expectedOrder({ clientOrderId: ownId(3), createdAtMs: Date.now() })],
    },
  });
  expect(run.stdout).toContain("not read:   a row that the plan does not need: positions.json:1:");
  expect(run.stdout.split("\n").slice(6)).toEqual([
    "",
    "Differences noted, no action:",
    `  BTCUSDT  ${ownId(3)}  order: expected OPEN, observed not listed, and too new to be called missing`,
    `  BTCUSDT  ${ownId()}  order: expected no such order, observed EXPIRED`,
    "  BTCUSDT  external orders: observed 2",
    "  牛来USDT  position that is not managed: observed long 0.003",
    "",
    "No mismatch, and 4 differences without an action.",
    "",
  ]);
});

test("an expected conditional order is not missing from a list that never has it", () => {
  const createdAtMs = 1_704_067_100_000;
  const stop = { ...expectedOrder({ createdAtMs }), type: "STOP_MARKET" };
  const limit = expectedOrder({ clientOrderId: ownId(2), createdAtMs });
  const files = { "expected.json": { orders: [stop, { ...limit, type: "LIMIT" }] } };
  const run = plan(files);
  expect(run.stdout).toContain(`1. ORDER_MISSING_ON_EXCHANGE  BTCUSDT  ${ownId(2)}`);
  expect(run.stdout).toContain(
    `${ownId()}  order: expected OPEN, observed not read, because a STOP_MARKET order is conditional`,
  );
  expect(run.stdout).toContain("1 mismatch: ");
  const listed = { ...order, type: "STOP_MARKET", status: "FILLED" };
  expect(plan({ ...files, "orders.json": [listed] }).stdout).toContain("ORDER_STATUS_DIVERGENCE");
  expect(plan({ ...files, "orders.json": [order] }).stdout).toContain(
    "type: expected STOP_MARKET, observed LIMIT",
  );
});

test("a price in bitcoin does not bound a size, so nothing is flattened", () => {
  const ether = {
    symbol: "ETHBTC",
    positionAmt: "12.000",
    markPrice: "0.0310",
    marginAsset: "BTC",
  };
  const run = plan({ "positions.json": [ether] }, "--action", "flatten", "--whitelist", "ETHBTC");
  expect(run.stdout).toContain("would do:  nothing, blocked, price_unavailable");
});

test("a symbol with Chinese letters is flattened with an id that the venue accepts", () => {
  const held = { ...position, symbol: "币安人生USDT" };
  const run = plan(
    { "positions.json": [held] },
    "--action",
    "flatten",
    "--whitelist",
    "币安人生USDT",
    "--json",
  );
  expect(JSON.parse(run.stdout)).toMatchObject({
    mismatches: [
      {
        symbol: "币安人生USDT",
        outcome: {
          request: { clientOrderId: expect.stringMatching(/^grinder_grid_US?D?T?_0_\d+_\d+$/) },
        },
      },
    ],
  });
});

test("a reply of another market is refused, exit 2", () => {
  const run = plan({ "orders.json": [{ ...order, orderListId: -1 }] });
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain("orders.json:1:2: this is a reply of the spot market");
});
