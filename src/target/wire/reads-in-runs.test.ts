/** A list that changes between two reads of a run, and answers to queries. The bot in this process sends real requests. */
import { expect, test } from "vitest";
import { withOrder, withPosition, withTwoOrders } from "../../../properties/enumeration/on-wire.ts";
import { observed } from "../../../properties/enumeration/plain-scenario.ts";
import { withLateOrder } from "../../../properties/enumeration/reads-on-wire.ts";
import { permittedRemediationsAreExecuted } from "../../../properties/permitted-remediations-are-executed.ts";
import type { QueryFault } from "../../domain/order-query.ts";
import { judgeCase } from "../../fuzz/judge-case.ts";
import { withDuring, type Scenario } from "../../scenario/scenario.ts";
import type { StepDuringRun } from "../../scenario/steps/reconcile.ts";
import { startStreamingBot, type Bot } from "../../test-fixtures/streaming-bot.ts";

const [first, second] = withTwoOrders.exchange.orders;
if (first === undefined || second === undefined) throw new Error("there are two orders");
const { symbol } = first;

function during(scenario: Scenario, ...steps: readonly StepDuringRun[]): Scenario {
  return {
    ...scenario,
    steps: scenario.steps.map((step) =>
      step.kind === "reconcile" ? withDuring(step, steps) : step,
    ),
  };
}

const end = (clientOrderId: string, afterRead?: "orders") => {
  const step = { kind: "cancel-by-exchange", clientOrderId, symbol } as const;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an id of the scenario
  return { afterCall: 0, ...(afterRead && { afterRead }), step } as StepDuringRun;
};
const endOfSecond = during(withTwoOrders, end(second.clientOrderId, "orders"));
const [position] = withPosition.exchange.positions;
if (position === undefined) throw new Error("there is a position");
const flat = { kind: "set-position", position: { ...position, quantity: "0" } } as const;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
const closed = during(withPosition, {
  afterCall: 0,
  afterRead: "positions",
  step: flat,
} as StepDuringRun);

const orders = async ({ ask }: Bot, parameters = {}) =>
  ask("GET", "/fapi/v1/openOrders", parameters);
const positions = async ({ ask }: Bot) => ask("GET", "/fapi/v3/positionRisk");
const query = async ({ ask }: Bot, id: string) =>
  ask("GET", "/fapi/v1/order", { symbol, origClientOrderId: id });
const cancel = async ({ ask }: Bot, id: string) =>
  ask("DELETE", "/fapi/v1/order", { symbol, origClientOrderId: id });

const missing = { kind: "fail", check: "missing-remediation" };
const wrong = { kind: "fail" };
const pass = { kind: "pass" };
const unjudged = { kind: "discarded" };

async function verdictOf(scenario: Scenario, run: (bot: Bot) => Promise<unknown>) {
  const { target } = await startStreamingBot(async (bot) => {
    await run(bot);
  });
  return (await judgeCase(scenario, target, [permittedRemediationsAreExecuted])).verdicts[0];
}

test.each<[string, Scenario, (bot: Bot) => Promise<unknown>, object]>([
  [
    "the same list again, and acts by the first read",
    endOfSecond,
    async (bot) => {
      await orders(bot);
      await orders(bot);
      await cancel(bot, first.clientOrderId);
      await cancel(bot, second.clientOrderId);
    },
    wrong,
  ],
  [
    "the orders of one symbol, and then of another one",
    endOfSecond,
    async (bot) => {
      await orders(bot, { symbol });
      await orders(bot, { symbol: "ETHUSDT" });
      await cancel(bot, first.clientOrderId);
      await cancel(bot, second.clientOrderId);
    },
    unjudged,
  ],
  [
    "the positions, and then its balance",
    closed,
    async (bot) => {
      await positions(bot);
      await bot.ask("GET", "/fapi/v3/account");
      const close = { symbol, side: "SELL", type: "MARKET", quantity: "0.001", reduceOnly: "true" };
      await bot.ask("POST", "/fapi/v1/order", close);
    },
    unjudged,
  ],
  [
    "each order by itself before its cancel",
    endOfSecond,
    async (bot) => {
      await orders(bot);
      await query(bot, first.clientOrderId);
      await cancel(bot, first.clientOrderId);
      await query(bot, second.clientOrderId);
    },
    unjudged,
  ],
  [
    "the change, leaves it out, and reads again after a cancel",
    during(
      withLateOrder({ ...withTwoOrders, exchange: { ...withOrder.exchange, orders: [second] } }),
      {
        afterCall: 0,
        afterRead: "positions",
        step: { kind: "add-order", order: observed("OPEN") },
      },
    ),
    async (bot) => {
      await positions(bot);
      await orders(bot);
      await cancel(bot, second.clientOrderId);
      await orders(bot);
    },
    missing,
  ],
])("a run that reads %s", async (_, scenario, run, expected) => {
  expect(await verdictOf(scenario, run)).toMatchObject(expected);
});

const misled = (queryFaults: readonly QueryFault[]): Scenario => ({
  ...withTwoOrders,
  steps: withTwoOrders.steps.map((step) =>
    step.kind === "reconcile" ? { ...step, queryFaults } : step,
  ),
});

test.each<[string, readonly QueryFault[], object]>([
  ["was misled", ["none", "not-found"], pass],
  ["failed", ["none", "failed"], pass],
  ["of another order was misled", ["not-found"], missing],
  ["was right", ["none"], missing],
])("a run that leaves out the cancel of an order whose query %s", async (_, faults, expected) => {
  const verdict = await verdictOf(misled(faults), async (bot) => {
    await orders(bot);
    await query(bot, first.clientOrderId);
    await cancel(bot, first.clientOrderId);
    await query(bot, second.clientOrderId);
  });
  expect(verdict).toMatchObject(expected);
});
