import { expect, test } from "vitest";
import { judgeCase } from "../src/fuzz/judge-case.ts";
import { selectApplicable } from "../src/fuzz/campaign-context.ts";
import { reconcile } from "../src/pipeline/run.ts";
import { shippedPipeline, type Target } from "../src/simulation/target.ts";
import { defineTarget } from "../src/target/define-target.ts";
import type { Parts } from "../src/test-fixtures/observe.ts";
import {
  expectedOrder,
  observedOrder,
  openGates,
  ownId,
  scenarioWith,
} from "../src/test-fixtures/scenarios.ts";
import { accountsDoNotMix } from "./metamorphic/accounts-do-not-mix.ts";

const snapshot = { kind: "snapshot" } as const;
const run = { kind: "reconcile" } as const;
const live: Parts = {
  gates: openGates,
  config: { action: "cancel_all", auditEnabled: true },
  exchange: { orders: [observedOrder({ clientOrderId: ownId(1) })] },
};

async function judge(parts: Parts, target: Target = shippedPipeline) {
  const judged = await judgeCase(scenarioWith(parts), target, [accountsDoNotMix]);
  return judged.verdicts[0];
}

test("a pipeline without memory passes", async () => {
  expect(await judge(live)).toEqual({ kind: "pass" });
});

test("the second account expects nothing, so it acts where the first one does not", async () => {
  const known = { ...live, expected: { orders: [expectedOrder({ clientOrderId: ownId(1) })] } };
  const asked: (number | undefined)[] = [];
  const target: Target = {
    name: "counts",
    reconcile: (inputs, services) => {
      asked.push(inputs.expected.orders.length);
      return reconcile(inputs, services);
    },
  };
  expect(await judge(known, target)).toEqual({ kind: "pass" });
  // Alone, alone, and both together.
  expect(asked).toEqual([1, 0, 1, 0]);
});

test("a process that permits one run a minute, for both accounts, fails with the account named", async () => {
  let lastRunAtMs: number | null = null;
  const target: Target = {
    name: "one-run",
    start: () => {
      lastRunAtMs = null;
    },
    reconcile: (inputs, services) => {
      const lastPortCallAtMs = lastRunAtMs;
      lastRunAtMs = services.nowMs();
      return reconcile({ ...inputs, lastPortCallAtMs }, services);
    },
  };
  expect(await judge(live, target)).toMatchObject({
    kind: "fail",
    check: "different-runs",
    violation: { actual: expect.stringContaining("in the second account of the process: ") },
  });
});

test.each([
  ["no account", undefined],
  ["the account other", "other"],
])("an event with %s fails, although the runs are the same", async (actual, account) => {
  const target: Target = {
    name: "wrong-event",
    reconcile: (inputs, services) =>
      reconcile(
        { ...inputs, account: inputs.account === undefined ? undefined : account },
        services,
      ),
  };
  expect(await judge(live, target)).toMatchObject({
    kind: "fail",
    check: "event-of-no-account",
    violation: { expected: "REMEDIATE_ATTEMPT with the account first", actual },
  });
});

const fault = { kind: "accept", takesMs: 1 } as const;
test.each<[string, Parts]>([
  ["restart", { ...live, steps: [{ kind: "restart", expectedState: "current" }, snapshot, run] }],
  ["restart", { ...live, steps: [{ kind: "crash", afterInteractions: 0 }, snapshot, run] }],
  ["take time", { ...live, steps: [{ kind: "set-port-faults", faults: [fault] }, snapshot, run] }],
  ["no account has a result", { gates: openGates }],
])("a scenario is discarded: %s", async (reason, parts) => {
  expect(await judge(parts)).toEqual({
    kind: "discarded",
    reason: expect.stringContaining(reason),
  });
});

test("a target that does not declare accounts is not judged by it, and one that does is", () => {
  const definition = { name: "t", reports: [], reconcile: () => ({}) } as const;
  const missing = selectApplicable([accountsDoNotMix], defineTarget(definition));
  expect(missing.skippedProperties).toEqual([
    { name: "accounts-do-not-mix", missing: ["accounts"] },
  ]);
  const declared = selectApplicable(
    [accountsDoNotMix],
    defineTarget({ ...definition, accounts: true }),
  );
  expect(declared.properties).toEqual([accountsDoNotMix]);
});
