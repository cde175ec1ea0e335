import { utimesSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { expectedOrder, ownId } from "../test-fixtures/scenarios.ts";
import { runCli } from "../test-fixtures/run-cli.ts";
import { order, plan, position } from "../test-fixtures/run-plan.ts";

const cancelThenFlatten = ["--action", "cancel_then_flatten", "--whitelist", "BTCUSDT"];

test("no mismatch is reported, exit 0, and what was not read", () => {
  const run = plan({});
  expect(run).toMatchObject({ exitCode: 0, stderr: "" });
  expect(run.stdout).toContain("not read:   conditional orders (GET /fapi/v1/openAlgoOrders)");
  expect(run.stdout).toContain("No mismatch, and no other difference in what was read.");
});

test("every mismatch is reported with expected, observed and planned remediation", () => {
  const missing = expectedOrder({ clientOrderId: ownId(2), createdAtMs: 1_704_067_100_000 });
  const run = plan(
    {
      "orders.json": [{ ...order, orderId: 1 }],
      "positions.json": [position],
      "expected.json": { orders: [missing], positions: [] },
    },
    ...cancelThenFlatten,
  );
  expect(run.exitCode).toBe(0);
  expect(run.stdout.split("\n").slice(5)).toEqual([
    "",
    `1. ORDER_EXISTS_UNEXPECTED  BTCUSDT  ${ownId()}`,
    "     expected:  no such order",
    "     observed:  OPEN BUY 0.001 at 50000.00, filled 0.0004, order id 1",
    `     would do:  cancel ${ownId()}`,
    "",
    `2. ORDER_MISSING_ON_EXCHANGE  BTCUSDT  ${ownId(2)}`,
    "     expected:  OPEN BUY 0.001 at 50000.00",
    "     observed:  no such order",
    "     would do:  nothing, skipped no action: nothing to act on at the exchange; find out how the order ended and correct the expected state",
    "",
    "3. POSITION_NONZERO_UNEXPECTED  BTCUSDT",
    "     expected:  flat: the symbol is managed and has no entry",
    "     observed:  long 0.003, mark price 50000.10000000",
    "     would do:  nothing, deferred: a live order mismatch exists, and orders always beat positions; run again when it is gone",
    "",
    "3 mismatches: 1 planned, 0 blocked, 1 deferred, 0 not routed by the action, 0 already ended, 1 with nothing to act on.",
    "",
  ]);
});

const withFill = (filledQuantity: string) =>
  plan({
    "orders.json": [order],
    "expected.json": { orders: [expectedOrder({ filledQuantity })] },
  });

test("an expected order may have a filled quantity, which is no difference", () => {
  const run = withFill("0.0002");
  expect(run).toMatchObject({ exitCode: 0, stderr: "" });
  expect(run.stdout).not.toContain("filledQuantity");
  expect(withFill("-1")).toMatchObject({ exitCode: 2 });
});

const leg = (positionSide: string, positionAmt: string) => ({
  ...position,
  positionSide,
  positionAmt,
});

test("both legs of a hedge are planned separately", () => {
  const run = plan(
    { "positions.json": [leg("LONG", "0.001"), leg("SHORT", "-0.002")] },
    ...cancelThenFlatten,
  );
  expect(run.stdout).toContain("would do:  flatten, SELL 0.001 at market, on the LONG leg");
  expect(run.stdout).toContain("would do:  flatten, BUY 0.002 at market, on the SHORT leg");
});

test("a block names its reason and its figures", () => {
  const run = plan(
    { "positions.json": [{ ...position, positionAmt: "-0.02" }] },
    ...cancelThenFlatten,
  );
  expect(run.stdout).toContain(
    "would do:  nothing, blocked, notional_exceeds_limit: 1000.002 USDT is more than the 500 USDT allowed",
  );
});

test("an unknown status word is printed, and an order id keeps its digits", () => {
  const text = JSON.stringify([{ ...order, status: "NEW_\u001B[31mADL" }]).replace(
    "1001",
    "9223372036854775807",
  );
  const run = plan({ "orders.json": text }, ...cancelThenFlatten);
  expect(run.stdout).toContain(
    'order id 9223372036854775807, at the exchange "NEW_\\u{1b}[31mADL"',
  );
  expect(run.stdout).toContain("order_status_not_actionable");
});

test("the default action is none, so mismatches are reported and nothing is planned", () => {
  const run = plan({ "orders.json": [order] });
  expect(run.stdout).toContain("would do:  nothing, not routed: action none does not cancel");
});

test("the expected file may configure the run, and options override it", () => {
  const files = {
    "orders.json": [{ ...order, clientOrderId: "bot_x_BTCUSDT_1_1704067100_1" }],
    "expected.json": {
      config: {
        action: "none",
        requireWhitelist: false,
        clientOrderIdPrefix: "bot_",
        allowedStrategies: ["x"],
      },
    },
  };
  expect(plan(files, "--action", "cancel_all").stdout).toContain("1 planned");
});

test("a capture that is too old is not used: exit 3, and the reason is named", () => {
  const run = plan({ "orders.json": [order] }, "--captured-at", "2026-01-01T00:00:00Z");
  expect(run.exitCode).toBe(3);
  expect(run.stdout).toContain("NOT USED:   orders: snapshot_stale");
  expect(run.stdout).toContain("INCONCLUSIVE");
  expect(run.stdout).not.toContain("ORDER_EXISTS_UNEXPECTED");
});

test("without --captured-at each part is as old as its file", () => {
  const { cwd } = plan({ "orders.json": [order] });
  utimesSync(join(cwd, "positions.json"), new Date(0), new Date(0));
  const args = ["plan", "--open-orders", "orders.json", "--position-risk", "positions.json"];
  const run = runCli([...args, "--expected", "expected.json"], { cwd });
  expect(run.exitCode).toBe(3);
  expect(run.stdout).toContain("NOT USED:   positions: snapshot_stale");
  expect(run.stdout).toContain("ORDER_EXISTS_UNEXPECTED");
});

test("--captured-at accepts milliseconds", () => {
  expect(plan({}, "--captured-at", String(Date.now() - 1_000)).exitCode).toBe(0);
});

test("--json is one object with every mismatch", () => {
  const run = plan({ "orders.json": [order] }, ...cancelThenFlatten, "--json");
  expect(JSON.parse(run.stdout)).toMatchObject({
    mode: "dry_run",
    action: "cancel_then_flatten",
    status: "planned",
    counts: { planned: 1 },
    mismatches: [
      {
        type: "ORDER_EXISTS_UNEXPECTED",
        expected: null,
        observed: { orderId: "1001", status: "OPEN" },
        outcome: { status: "planned", request: { method: "cancelOrder", clientOrderId: ownId() } },
      },
    ],
  });
});

test("the gates are not read: a plan is a dry run in any environment", () => {
  const run = plan({ "orders.json": [order] }, ...cancelThenFlatten);
  expect(run.stdout).toContain("PLAN, dry-run: nothing was sent.");
});
