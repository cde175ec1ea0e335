import { expect, test } from "vitest";
import { expectedStop } from "../test-fixtures/conditional-orders.ts";
import { plan } from "../test-fixtures/run-plan.ts";
import { expectedOrder, ownId } from "../test-fixtures/scenarios.ts";

const stop = {
  algoId: 2001,
  clientAlgoId: ownId(),
  orderType: "STOP_MARKET",
  symbol: "BTCUSDT",
  side: "SELL",
  quantity: "0.001",
  algoStatus: "NEW",
  triggerPrice: "40000.00",
  closePosition: false,
  updateTime: 1_704_067_100_000,
};

const algo = ["--open-algo-orders", "algo.json"];

test("a live stop that is expected is neither missing nor unexpected", () => {
  const files = { "algo.json": [stop], "expected.json": { conditionalOrders: [expectedStop()] } };
  const run = plan(files, ...algo);
  expect(run.exitCode).toBe(0);
  expect(run.stdout).toContain("  expected:   0 orders, 0 positions, 1 conditional order\n");
  expect(run.stdout).toContain("  conditional: 1 observed, captured ");
  expect(run.stdout).not.toContain("not read");
  expect(run.stdout).toContain("No mismatch, and no other difference in what was read.");
});

test("a stop that is not expected is cancelled before any flatten", () => {
  const files = {
    "algo.json": [{ ...stop, closePosition: true, quantity: "0" }],
    "positions.json": [{ symbol: "BTCUSDT", positionAmt: "0.003", markPrice: "50000.00" }],
  };
  const options = ["--action", "cancel_then_flatten", "--whitelist", "BTCUSDT"];
  const run = plan(files, ...algo, ...options);
  expect(run.stdout).toContain(`1. ORDER_EXISTS_UNEXPECTED  BTCUSDT  conditional ${ownId()}`);
  expect(run.stdout).toContain(
    "     observed:  conditional, NEW SELL the whole position, trigger price 40000.00, algo id 2001\n" +
      `     would do:  cancel conditional ${ownId()}`,
  );
  expect(run.stdout).toContain("would do:  nothing, deferred");
  expect(JSON.parse(plan(files, ...algo, ...options, "--json").stdout)).toMatchObject({
    mismatches: [
      { orderList: "conditional", outcome: { request: { method: "cancelConditionalOrder" } } },
      { type: "POSITION_NONZERO_UNEXPECTED" },
    ],
    notRead: { conditionalOrders: false },
    snapshot: { conditionalOrders: { status: "ok", count: 1 } },
  });
});

test("a stop that is expected and gone is missing", () => {
  const files = { "algo.json": [], "expected.json": { conditionalOrders: [expectedStop()] } };
  expect(plan(files, ...algo).stdout).toContain("ORDER_MISSING_ON_EXCHANGE  BTCUSDT  conditional");
});

test("without the reply an expected stop is noted as not read", () => {
  const run = plan({ "expected.json": { conditionalOrders: [expectedStop()] } });
  expect(run.stdout).toContain("  not read:   conditional orders (GET /fapi/v1/openAlgoOrders)");
  expect(run.stdout).toContain(
    `  BTCUSDT  ${ownId()}  order: expected NEW, observed not read, because it is a conditional order`,
  );
});

test("other quantities, trigger prices and sides are noted, and so are external orders", () => {
  const other = { ...stop, side: "BUY", quantity: "7", triggerPrice: "1" };
  const files = {
    "algo.json": [other, { ...stop, clientAlgoId: "web_1", closePosition: true }],
    "expected.json": { conditionalOrders: [expectedStop({ quantity: null })] },
  };
  expect(JSON.parse(plan(files, ...algo, "--json").stdout)).toMatchObject({
    differences: [
      { field: "side", expected: "SELL", observed: "BUY" },
      { field: "quantity", expected: "the whole position", observed: "7" },
      { field: "triggerPrice", expected: "40000.00", observed: "1" },
      { field: "external conditional orders", observed: "1" },
    ],
  });
});

test("a stop among the normal orders is refused, because the plan would cancel it", () => {
  const order = expectedOrder({ type: "STOP_MARKET" });
  const run = plan({ "algo.json": [stop], "expected.json": { orders: [order] } }, ...algo);
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain(`orders[0]: ${ownId()} is a STOP_MARKET order`);
  expect(run.stderr).toContain("list it in `conditionalOrders`");
});

test("a reply that is an error is refused", () => {
  const run = plan({ "algo.json": { code: -2015, msg: "Invalid API-key." } }, ...algo);
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain("instead of a list of conditional orders");
});
