/** Which calls a run may leave out, because an order update that arrived in it made them needless. */
import { expect, test } from "vitest";
import { runScenario } from "../src/simulation/run-scenario.ts";
import { shippedPipeline, type Target } from "../src/simulation/target.ts";
import { manyOrders, type Parts } from "../src/test-fixtures/observe.ts";
import {
  expectedOrder,
  openGates,
  ownId,
  scenarioWith,
  startsAtMs,
} from "../src/test-fixtures/scenarios.ts";
import { permittedRemediationsAreExecuted } from "./permitted-remediations-are-executed.ts";
import { firstVerdict } from "./property.ts";

type Step = NonNullable<Parts["steps"]>[number];
type During = NonNullable<Extract<Step, { kind: "reconcile" }>["during"]>[number];

const ended = (level: number, afterCall: number): During => ({
  afterCall,
  step: {
    kind: "order-update",
    clientOrderId: ownId(level),
    status: "FILLED",
    filledQuantity: "0.001",
    updatedAtMs: startsAtMs,
  },
});

/** A bot that does not send its calls with these numbers, from 1. */
function leavingOut(...numbers: readonly number[]): Target {
  return {
    ...shippedPipeline,
    reports: new Set(["mode"]),
    reconcile: (inputs, services) => {
      let calls = 0;
      const { port } = services;
      const isLeftOut = () => numbers.includes((calls += 1));
      const notSent = { status: "rejected", code: -1, message: "not sent" } as const;
      return shippedPipeline.reconcile(inputs, {
        ...services,
        port: {
          ...port,
          cancelOrder: async (...sent) => (isLeftOut() ? notSent : port.cancelOrder(...sent)),
          placeMarketOrder: async (...sent) =>
            isLeftOut() ? notSent : port.placeMarketOrder(...sent),
        },
      });
    },
  };
}

async function judge(parts: Parts, target: Target) {
  const scenario = scenarioWith({ gates: openGates, ...parts });
  const observation = await runScenario(scenario, target);
  const verdict = firstVerdict((failures) =>
    permittedRemediationsAreExecuted.judge({ scenario, observation }, failures),
  );
  return verdict.kind === "fail" ? verdict.check : verdict.kind;
}

const missing = "missing-remediation";

test.each<[string, During[], number[], string]>([
  ["nothing left out", [ended(3, 1)], [], "pass"],
  ["the cancel of an order that has ended since", [ended(3, 1)], [3], "pass"],
  ["the cancel of an order that ended before the first call", [ended(1, 0)], [1], "pass"],
  ["two such cancels", [ended(1, 0), ended(2, 0)], [1, 2], "pass"],
  ["the cancel of another order", [ended(3, 1)], [4], missing],
  ["a cancel before the update", [ended(1, 1)], [1], missing],
  ["the last cancel without an update", [], [4], missing],
])("%s", async (_, during, numbers, expected) => {
  const steps: Step[] = [
    { kind: "snapshot" },
    during.length === 0 ? { kind: "reconcile" } : { kind: "reconcile", during },
  ];
  const parts: Parts = { exchange: { orders: manyOrders }, steps };
  expect(await judge(parts, leavingOut(...numbers))).toBe(expected);
});

test.each<[string, string, string, string]>([
  ["a fill that makes the position expected", "BTCUSDT", "0.001", "pass"],
  ["an update without a fill", "BTCUSDT", "0", missing],
  ["a fill on another symbol", "ETHUSDT", "0.001", missing],
])("the flatten is left out after %s", async (_, symbol, filledQuantity, expected) => {
  const { step } = ended(9, 0);
  if (step.kind !== "order-update") throw new Error("it is an update");
  const during = [{ afterCall: 0, step: { ...step, symbol, filledQuantity } }];
  const order = expectedOrder({ clientOrderId: ownId(9), symbol, createdAtMs: startsAtMs });
  const parts: Parts = {
    expected: { orders: [order] },
    exchange: {
      positions: [{ symbol: "BTCUSDT", quantity: "0.001" }],
      prices: { BTCUSDT: "50000" },
    },
    steps: [{ kind: "snapshot" }, { kind: "reconcile", during }],
  };
  expect(await judge(parts, leavingOut(1))).toBe(expected);
});
