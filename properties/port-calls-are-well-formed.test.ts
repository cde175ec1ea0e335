import { expect, test } from "vitest";
import { judgeCase } from "../src/fuzz/judge-case.ts";
import { shippedPipeline, type Target } from "../src/simulation/target.ts";
import { defineTarget, type TargetDefinition } from "../src/target/define-target.ts";
import { manyOrders } from "../src/test-fixtures/observe.ts";
import { openGates, ownId, scenarioWith } from "../src/test-fixtures/scenarios.ts";
import { reconciliationConverges } from "./metamorphic/reconciliation-converges.ts";
import { portCallsAreWellFormed } from "./port-calls-are-well-formed.ts";

const exchange = { orders: manyOrders };
const closed = scenarioWith({ exchange });
const open = scenarioWith({ exchange, gates: openGates });

async function judge(target: Target, scenario = open) {
  return (await judgeCase(scenario, target, [portCallsAreWellFormed])).verdicts[0];
}

const sending = (id: string): Target => {
  const reconcile: TargetDefinition["reconcile"] = async (_, port) => {
    await port.cancelOrder({ symbol: "BTCUSDT", clientOrderId: id }).catch(() => null);
    return {};
  };
  return defineTarget({ name: "sends an id", reports: [], reconcile });
};

test("valid calls pass, and no call is discarded", async () => {
  expect(await judge(shippedPipeline)).toEqual({ kind: "pass" });
  expect(await judge(shippedPipeline, closed)).toMatchObject({ kind: "discarded" });
});

test("an id of 44 characters fails, with the code of the exchange", async () => {
  const id = "x".repeat(44);
  const violation = {
    run: 1,
    expected: "a client order id of 1 to 36 characters of [.A-Z:/a-z0-9_-]",
    actual: `cancelOrder with clientOrderId '${id}': rejected with -4015`,
  };
  expect(await judge(sending(id))).toMatchObject({
    kind: "fail",
    check: "invalid-client-order-id",
    violation,
  });
});

test("a malformed call behind a closed gate fails too", async () => {
  const violation = { actual: "cancelOrder with clientOrderId 'a b': refused" };
  expect(await judge(sending("a b"), closed)).toMatchObject({ kind: "fail", violation });
});

/** The shipped pipeline, and each of its cancels names this id. */
const cancelling = (id: string): Target => ({
  ...shippedPipeline,
  reconcile: (inputs, { port, ...services }) =>
    shippedPipeline.reconcile(inputs, {
      ...services,
      port: {
        ...port,
        cancelOrder: (permit, request) =>
          port.cancelOrder(permit, Object.assign({ ...request }, { clientOrderId: id })),
      },
    }),
});

async function convergence(id: string) {
  return (await judgeCase(open, cancelling(id), [reconciliationConverges])).verdicts[0];
}

test("repeated calls do not converge, and where one is malformed only its form is judged", async () => {
  expect(await convergence(ownId(99))).toMatchObject({ kind: "fail", check: "no-convergence" });
  expect(await convergence("x".repeat(44))).toEqual({
    kind: "discarded",
    reason: "the exchange refuses the form of a port call",
  });
});
