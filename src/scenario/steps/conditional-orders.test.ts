/** The steps that concern conditional orders. */
import { expect, test } from "vitest";
import { runScenario } from "../../simulation/run-scenario.ts";
import { shippedPipeline } from "../../simulation/target.ts";
import { expectedStop, observedStop } from "../../test-fixtures/conditional-orders.ts";
import type { Parts } from "../../test-fixtures/observe.ts";
import { observedOrder, ownId, scenarioWith, startsAtMs } from "../../test-fixtures/scenarios.ts";
import { withoutConditionalOrders } from "../scenario.ts";
import { describeStep, simplerSteps, stepSchema } from "../step.ts";

type Steps = NonNullable<Parts["steps"]>;

async function statesAfter(parts: Parts, ...steps: Steps) {
  const scenario = scenarioWith({ ...parts, steps: [...steps, { kind: "reconcile" }] });
  const { states, trace } = await runScenario(scenario, shippedPipeline, { recordStates: true });
  const state = states[steps.length - 1];
  return {
    executed: trace.length,
    expected: (state?.expected.conditionalOrders ?? []).map(({ status }) => status),
    exchange: (state?.exchange.conditionalOrders ?? []).map(({ status }) => status),
    orders: (state?.exchange.orders ?? []).map(({ status }) => status),
  };
}

const place = (lost?: "request" | "reply") =>
  ({ kind: "place-conditional-order", conditionalOrder: expectedStop(), lost }) as const;

test.each([
  [undefined, ["NEW"], ["NEW"]],
  ["request", ["NEW"], []],
  ["reply", [], ["NEW"]],
] as const)("a placed order with a lost %s", async (lost, expected, exchange) => {
  expect(await statesAfter({}, place(lost))).toMatchObject({ executed: 1, expected, exchange });
});

test("an order is placed once in each state", async () => {
  const state = await statesAfter({}, place("request"), place("reply"), place());
  expect(state).toMatchObject({ executed: 2, expected: ["NEW"], exchange: ["NEW"] });
});

const both = { exchange: { orders: [observedOrder()], conditionalOrders: [observedStop()] } };

test("the exchange cancels an order of the list that the step names", async () => {
  const cancel = { kind: "cancel-by-exchange", clientOrderId: ownId() } as const;
  const ended = await statesAfter(both, { ...cancel, orderList: "conditional" });
  expect([ended.exchange, ended.orders]).toEqual([["CANCELLED"], ["OPEN"]]);
  const other = await statesAfter(both, cancel);
  expect([other.exchange, other.orders]).toEqual([["NEW"], ["CANCELLED"]]);
});

test("a number counts the live orders of the list, and nothing happens where there is none", async () => {
  const trigger = { kind: "trigger-order", clientOrderId: 5 } as const;
  expect(await statesAfter(both, trigger, trigger)).toMatchObject({
    executed: 1,
    exchange: ["TRIGGERED"],
    orders: ["OPEN", "OPEN"],
  });
  expect(await statesAfter({}, trigger)).toMatchObject({ executed: 0, exchange: [] });
});

const stepOf = (step: Steps[number]) => stepSchema.parse(step);

test.each<[Steps[number], string]>([
  [place(), `the bot places conditional ${ownId()}, SELL 0.001 BTCUSDT at 40000.00`],
  [
    { ...place("reply"), conditionalOrder: expectedStop({ quantity: null }) },
    `the bot places conditional ${ownId()}, SELL the whole position of BTCUSDT at 40000.00; the reply is lost`,
  ],
  [{ kind: "trigger-order", clientOrderId: 0 }, "the exchange triggers conditional: live order 0"],
  [
    { kind: "trigger-order", clientOrderId: 0, into: "TRIGGERING" },
    "the exchange starts to trigger conditional: live order 0",
  ],
  [
    { kind: "cancel-by-exchange", clientOrderId: 0, orderList: "conditional" },
    "the exchange cancels conditional: live order 0",
  ],
  [
    { kind: "snapshot", conditionalOrders: { kind: "failed" } },
    "snapshot: orders ok, positions ok, conditional orders failed",
  ],
])("%j in a timeline", (step, text) => {
  expect(describeStep(stepOf(step), startsAtMs)).toBe(text);
});

test.each<[Steps[number], Steps]>([
  [place("reply"), [place()]],
  [place(), []],
  [
    { kind: "trigger-order", clientOrderId: 1, into: "TRIGGERING" },
    [
      { kind: "trigger-order", clientOrderId: 1 },
      { kind: "trigger-order", clientOrderId: 0, into: "TRIGGERING" },
    ],
  ],
  [
    { kind: "snapshot", conditionalOrders: { kind: "failed" } },
    [{ kind: "snapshot" }, { kind: "snapshot", conditionalOrders: { kind: "ok" } }],
  ],
])("%j has simpler steps", (step, simpler) => {
  expect(simplerSteps(stepOf(step))).toEqual(simpler.map(stepOf));
});

test("without conditional orders nothing of them is left", () => {
  const scenario = scenarioWith({
    ...both,
    expected: { conditionalOrders: [expectedStop()] },
    steps: [
      place(),
      { kind: "trigger-order", clientOrderId: 0 },
      { kind: "cancel-by-exchange", clientOrderId: 0, orderList: "conditional" },
      { kind: "snapshot", conditionalOrders: { kind: "failed" } },
      { kind: "reconcile" },
    ],
  });
  const left = withoutConditionalOrders(scenario);
  expect(JSON.stringify(left)).not.toMatch(/conditional|trigger/);
  expect(left).toEqual(scenarioWith({ exchange: { orders: [observedOrder()] } }));
  expect(withoutConditionalOrders(left)).toBe(left);
});
