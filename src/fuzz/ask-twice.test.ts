import { expect, test } from "vitest";
import type { Observation } from "../simulation/observation.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline, type Target } from "../simulation/target.ts";
import { manyOrders, type Parts } from "../test-fixtures/observe.ts";
import { openGates, scenarioWith } from "../test-fixtures/scenarios.ts";
import { askAgain, recordSecondAnswer } from "./ask-twice.ts";
import { emptyResult } from "./batch-result.ts";

/** The difference between the answer of the shipped pipeline, changed by `change`, and its own answer. */
async function difference(
  parts: Parts,
  change: (observation: Observation) => Partial<Observation>,
  second: Target = shippedPipeline,
): Promise<string | null> {
  const scenario = scenarioWith(parts);
  const observation = await runScenario(scenario, shippedPipeline);
  const first = { scenario, observation: { ...observation, ...change(observation) } };
  return (await askAgain(first, second, [])).difference;
}

const live: Parts = {
  gates: openGates,
  config: { action: "cancel_all", auditEnabled: true },
  exchange: { orders: manyOrders.slice(0, 1) },
};
const refused: Parts = { gates: { confirm: "LIVE_REMEDIATE", env: { ARMED: "no" } } };
const failed: Parts = {
  steps: [
    { kind: "snapshot", orders: { kind: "failed" }, positions: { kind: "failed" } },
    { kind: "reconcile" },
  ],
};
const crashed: Parts = {
  ...live,
  steps: [
    { kind: "snapshot" },
    { kind: "crash", afterInteractions: 0, applied: false },
    { kind: "reconcile" },
  ],
};

const withRun =
  (parts: object) =>
  ({ runs }: Observation): Partial<Observation> => ({
    runs: runs.map((run) => ({ ...run, ...parts })),
  });

test.each<[string, Parts, (observation: Observation) => Partial<Observation>]>([
  [
    "status blocked, block reason port_error, then status executed, block reason none",
    live,
    withRun({ status: "blocked", blockReason: "port_error" }),
  ],
  [
    "rejected no part, then rejected orders snapshot_unreadable, positions snapshot_unreadable",
    failed,
    withRun({ rejectedParts: [] }),
  ],
  [
    "closed gate executor_armed: 2, then closed gate dry_run_disabled: 1",
    refused,
    withRun({ gateFailures: [{ gate: "executor_armed", actual: "2" }] }),
  ],
  ["no run, then crashed", crashed, () => ({ runs: [] })],
  [
    "nothing more, then audit event REMEDIATE_ATTEMPT cancel BTCUSDT",
    live,
    () => ({ auditEvents: [] }),
  ],
  [
    "audit event RECONCILE_RUN executed, then audit event REMEDIATE_RESULT cancel BTCUSDT executed",
    live,
    ({ auditEvents }) => ({
      auditEvents: [auditEvents[0], auditEvents[2]].flatMap((one) => one ?? []),
    }),
  ],
  [
    "audit event RECONCILE_RUN executed, then nothing more",
    live,
    ({ auditEvents }) => ({ auditEvents: [...auditEvents, ...auditEvents.slice(-1)] }),
  ],
])("%s", async (text, parts, change) => {
  expect(await difference(parts, change)).toBe(text);
});

test("equal answers have no difference, and an answer may have none before an error", async () => {
  for (const parts of [live, refused, failed, crashed]) {
    expect(await difference(parts, () => ({}))).toBeNull();
  }
  const throws: Target = { name: "throws", reconcile: () => Promise.reject(new Error("no")) };
  expect(await difference(live, () => ({}), throws)).toBe("an answer, then exception");
});

test("another effect is the first difference", async () => {
  const text = await difference(live, () => ({ portCalls: [], effects: [], auditEvents: [] }));
  expect(text).toContain(", then ");
  expect(text).toContain("BTCUSDT");
});

test("only properties of one run judge the second answer", async () => {
  const { allProperties } = await import("../../properties/all.ts");
  const scenario = scenarioWith(live);
  const observation = await runScenario(scenario, shippedPipeline);
  const calls: Target = {
    name: "calls twice",
    reconcile: async (inputs, services) => {
      await shippedPipeline.reconcile(inputs, services);
      return shippedPipeline.reconcile(inputs, services);
    },
  };
  const { failed: checks, observed } = await askAgain(
    { scenario, observation },
    calls,
    allProperties,
  );
  expect(observed.observation.portCalls.length).toBe(2);
  const kinds = checks.map(
    ({ property }) => allProperties.find(({ name }) => name === property)?.kind,
  );
  expect(new Set(kinds)).toEqual(new Set(["run"]));
});

test("the earliest difference of a batch is kept, and each one counted", () => {
  const result = emptyResult([]);
  const scenario = scenarioWith();
  const record = (number: number, text: string | null) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- not read
    const observed = { scenario, observation: {} as Observation };
    const answer = { observed, difference: text, failed: [] };
    recordSecondAnswer(answer, { batch: 3, case: `random:${number}` }, result);
  };
  record(1, null);
  expect(result.askedTwice).toEqual({ cases: 1, differing: 0, first: null });
  record(2, "a, then b");
  record(3, "c, then d");
  const first = { batch: 3, case: "random:2", difference: "a, then b" };
  expect(result.askedTwice).toEqual({ cases: 3, differing: 2, first });
});
