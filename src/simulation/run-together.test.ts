import { expect, test } from "vitest";
import { reconcile, type RunInputs } from "../pipeline/run.ts";
import { observedOrder, openGates, ownId, scenarioWith } from "../test-fixtures/scenarios.ts";
import { runScenario, runTogether } from "./run-scenario.ts";
import { shippedPipeline, type Target } from "./target.ts";

const snapshot = { kind: "snapshot" } as const;
const run = { kind: "reconcile" } as const;
const wait = { kind: "advance-clock", ms: 60_000 } as const;
const steps = [snapshot, run, wait, snapshot, run];
const parts = {
  gates: openGates,
  config: { action: "cancel_all", auditEnabled: true, maxOrdersPerAction: 1 },
  steps,
} as const;
const ordersOf = (...levels: number[]) => ({
  exchange: { orders: levels.map((level) => observedOrder({ clientOrderId: ownId(level) })) },
});
const one = scenarioWith({ ...parts, ...ordersOf(1, 2) });
const other = scenarioWith({ ...parts, ...ordersOf(3, 4, 5) });

/** The shipped pipeline, with the inputs of its runs. */
function watched(): Target & { readonly seen: RunInputs[] } {
  const seen: RunInputs[] = [];
  return {
    name: "watched",
    seen,
    reconcile: (inputs, services) => {
      seen.push(structuredClone(inputs));
      return reconcile(inputs, services);
    },
  };
}

test("two accounts run step by step, each on an exchange of its own", async () => {
  const target = watched();
  const [first, second] = await runTogether([one, other], target);
  expect(target.seen.map(({ account }) => account)).toEqual(["first", "second", "first", "second"]);
  const ids = ({ portCalls }: typeof first) =>
    portCalls.map(({ request }) => ("clientOrderId" in request ? request.clientOrderId : ""));
  expect([ids(first), ids(second)]).toEqual([
    [ownId(1), ownId(2)],
    [ownId(3), ownId(4)],
  ]);
  const alone = await runScenario(one, shippedPipeline);
  expect(first.portCalls).toEqual(alone.portCalls);
});

test("prior calls are those of the account, although both write into one trail", async () => {
  const target = watched();
  await runTogether([one, other], target);
  const prior = target.seen.map(({ priorCalls }) => priorCalls.map(({ request }) => request));
  expect(prior).toMatchObject([
    [],
    [],
    [{ clientOrderId: ownId(1) }],
    [{ clientOrderId: ownId(3) }],
  ]);
});

test("each event names its account, and each run id is used once", async () => {
  const [first, second] = await runTogether([one, other], shippedPipeline);
  expect(new Set(first.auditEvents.map(({ account }) => account))).toEqual(new Set(["first"]));
  expect(new Set(second.auditEvents.map(({ account }) => account))).toEqual(new Set(["second"]));
  const ids = [...first.runs, ...second.runs].map((report) => "runId" in report && report.runId);
  expect(new Set(ids).size).toBe(4);
});

test("events without an account are no prior calls of it", async () => {
  const target = watched();
  await runTogether([one, other], {
    ...target,
    reconcile: (inputs, services) => target.reconcile({ ...inputs, account: undefined }, services),
  });
  expect(target.seen.map(({ priorCalls }) => priorCalls)).toEqual([[], [], [], []]);
});

test("with one account neither inputs nor events have it", async () => {
  const target = watched();
  const { auditEvents } = await runScenario(one, target);
  expect(target.seen.some((inputs) => "account" in inputs)).toBe(false);
  expect(auditEvents.some((event) => "account" in event)).toBe(false);
});

test("one process starts for both, and an error in one account ends both", async () => {
  let starts = 0;
  const broken: Target = {
    name: "broken",
    start: () => {
      starts += 1;
    },
    reconcile: (inputs, services) => {
      if (inputs.account === "second") throw new Error("no second account");
      return reconcile(inputs, services);
    },
  };
  const [first, second] = await runTogether([one, other], broken);
  expect(starts).toBe(1);
  expect(first.runs).toHaveLength(1);
  for (const { targetError } of [first, second]) {
    expect(targetError).toEqual({ kind: "exception", message: "Error: no second account" });
  }
});

test("an order update is applied with its account", async () => {
  const accounts: (string | undefined)[] = [];
  const update = {
    kind: "order-update",
    clientOrderId: ownId(1),
    symbol: "BTCUSDT",
    orderId: "1",
    status: "OPEN",
    updatedAtMs: 1_704_067_200_000,
  } as const;
  const updated = scenarioWith({ ...parts, steps: [update, snapshot, run] });
  await runTogether([updated, updated], {
    ...shippedPipeline,
    applyOrderUpdate: (expected, _, account) => {
      accounts.push(account);
      return expected;
    },
  });
  expect(accounts).toEqual(["first", "second"]);
});
