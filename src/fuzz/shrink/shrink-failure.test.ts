import { decideMode } from "../../pipeline/gates.ts";
import { defineTarget } from "../../target/define-target.ts";
import { failureWith } from "../../test-fixtures/counterexamples.ts";
import { expect, test } from "vitest";
import { clientOrderIdSchema } from "../../domain/client-order-id.ts";
import { faultyPipeline } from "../../test-fixtures/faulty-pipeline.ts";
import { shippedPipeline, type Target } from "../../simulation/target.ts";
import { observedOrder, openGates, ownId, scenarioWith } from "../../test-fixtures/scenarios.ts";
import { batchesOf, scenariosOf, type Batch } from "../batch.ts";
import { emptyResult, mergeResults, withoutRepeatedFailures, type Phase } from "../batch-result.ts";
import { campaignContext } from "../campaign-context.ts";
import { failedChecks, fingerprintOf, type FailedCheck } from "../fingerprint.ts";
import { judgeCase } from "../judge-case.ts";
import { Limits } from "../limits.ts";
import { batchRunner, type CampaignContext } from "../run-batch.ts";
import { runCampaign } from "../run-campaign.ts";
import { shrinkFailure } from "./shrink-failure.ts";
import { inputsWith } from "../../test-fixtures/campaign-inputs.ts";

const inputs = inputsWith({ seed: 10, runs: 500, sequences: 250 });
const context = campaignContext(inputs, faultyPipeline);

/** Both kinds of properties, with failures in each batch: shrinking those of all properties takes minutes. */
const someNames = [
  "every-mismatch-is-reported",
  "dry-run-plans-what-live-executes",
  "attempts-are-bounded",
  "rejected-remediations-need-a-new-snapshot",
];
const fewCases = { ...inputs, runs: 300, sequences: 100, propertyNames: someNames };
const someContext = campaignContext(fewCases, faultyPipeline);

function batchesWithout(phase: Phase, { plan }: CampaignContext): Batch[] {
  return [...batchesOf(plan)].filter((batch) => batch.phase !== phase);
}

async function resultOf(
  judging: CampaignContext,
  runners: number,
  isInShard: (at: number) => boolean = () => true,
) {
  const batches = batchesWithout("enumeration", judging);
  const { result } = await runCampaign({
    stages: [[batches.filter((_, at) => isInShard(at)).values()]],
    properties: judging.properties.map(({ name }) => name),
    runners: Array.from({ length: runners }, () =>
      batchRunner(judging, Limits.start(), () => undefined),
    ),
    bail: false,
    stopReason: () => null,
    onProgress: () => undefined,
  });
  return result;
}

test("each failure has a declared check, a variant without figures, and both values", async () => {
  const found = new Map<string, FailedCheck>();
  const runProperties = context.properties.filter(({ kind }) => kind === "run");
  for (const batch of batchesWithout("enumeration", context)) {
    for (const [at, scenario] of [...scenariosOf(batch, context.plan)].entries()) {
      // Follow-ups cost most of the time, and one case in four shows nearly every failure of theirs.
      const judging = at % 4 === 0 ? context.properties : runProperties;
      const { verdicts } = await judgeCase(scenario, faultyPipeline, judging);
      for (const failed of failedChecks(verdicts, judging)) {
        found.set(fingerprintOf(failed), failed);
      }
    }
  }
  expect(found.size).toBeGreaterThan(20);
  for (const { property, check, variant, violation } of found.values()) {
    expect(context.properties.find(({ name }) => name === property)?.checks).toContain(check);
    expect(variant).toMatch(/^(\w+(-\w+)*|\/)([ /]\w+(-\w+)*)*$|^$/);
    expect(variant).not.toMatch(/USD|\d{2}/);
    expect([violation.expected.trim(), violation.actual.trim()]).not.toContain("");
  }
});

test("each failure is shrunk in its earliest batch, the same for workers and merged shards", async () => {
  const whole = await resultOf(someContext, 1);
  const failures = Object.values(whole.failures);
  expect(failures.length).toBeGreaterThan(20);
  expect(new Set(failures.map(({ batch }) => batch)).size).toBe(3);
  expect(await resultOf(someContext, 3)).toEqual(whole);
  const shards = [
    await resultOf(someContext, 1, (at) => at % 2 === 0),
    await resultOf(someContext, 1, (at) => at % 2 === 1),
  ];
  const names = someContext.properties.map(({ name }) => name);
  const merged = shards.toReversed().reduce(mergeResults, emptyResult(names));
  expect(withoutRepeatedFailures(merged)).toEqual(whole);
});

const externalId = clientOrderIdSchema.parse("web_1");

/** Sends each cancel twice, and an external one where this is true of the number of observed orders. */
const twoBugs = (isExternal: (orders: number) => boolean): Target => ({
  name: "two bugs",
  reconcile: (given, { nowMs, newRunId, audit, readSnapshot, port }) =>
    shippedPipeline.reconcile(given, {
      nowMs,
      newRunId,
      audit,
      readSnapshot,
      port: {
        ...port,
        cancelOrder: async (permit, request) => {
          const { orders } = await readSnapshot();
          if (orders.status === "ok" && isExternal(orders.items.length))
            await port.cancelOrder(permit, { ...request, clientOrderId: externalId });
          await port.cancelOrder(permit, request);
          return port.cancelOrder(permit, request);
        },
      },
    }),
});

const scenario = scenarioWith({
  gates: openGates,
  config: { action: "cancel_all" },
  exchange: { orders: [1, 2, 3].map((level) => observedOrder({ clientOrderId: ownId(level) })) },
});
const failure = failureWith({
  property: "one-call-per-intent",
  check: "duplicate-call",
  variant: "cancel/after accepted",
  scenario,
});

test("a candidate that breaks another check is refused, and its failure is kept as found", async () => {
  const shrunk = await shrinkFailure(failure, {
    ...context,
    target: twoBugs((orders) => orders < 2),
  });
  expect(shrunk.repeats).toBe(true);
  expect(shrunk.failure.scenario.exchange.orders).toHaveLength(2);
  const others = Object.values(shrunk.failure.alsoFound);
  const external = others.find(({ check }) => check === "external-cancel");
  expect(external?.scenario.exchange.orders).toHaveLength(1);
  expect(external?.violation.actual).toContain(externalId);
});

test("a failure that a candidate showed only once is flaky, with the port calls of the candidate", async () => {
  let times = 0;
  const target = twoBugs(() => (times += 1) === 1);
  const shrunk = await shrinkFailure(failure, { ...context, target });
  expect(shrunk.repeats).toBe(true);
  expect(shrunk.failure.scenario.exchange.orders).toHaveLength(1);
  const others = Object.values(shrunk.failure.alsoFound);
  const external = others.find(({ check }) => check === "external-cancel");
  expect(external?.flaky?.portCalls.join()).toContain(`cancelOrder BTCUSDT ${externalId}`);
});

test("a difference in a follow-up has the checks of one run that fail there", async () => {
  const target = defineTarget({
    name: "cancels every order",
    reports: ["mode"],
    reconcile: async ({ gates, snapshot: { orders } }, port) => {
      const { mode } = decideMode(gates);
      if (mode !== "live") return { mode };
      for (const { symbol, clientOrderId } of orders.status === "failed" ? [] : orders.items) {
        await port.cancelOrder({ symbol, clientOrderId });
      }
      return { mode };
    },
  });
  const difference = failureWith({
    property: "external-orders-change-nothing",
    check: "different-effects",
    variant: "port calls",
    scenario: scenarioWith({
      gates: openGates,
      config: { action: "cancel_all", symbolWhitelist: ["BTCUSDT"] },
    }),
  });
  const shrunk = await shrinkFailure(difference, { ...campaignContext(inputs, target), target });
  expect(shrunk.repeats).toBe(true);
  expect(shrunk.failure.scenario.exchange.orders).toEqual([]);
  expect(shrunk.failure.alsoFails).toContain("cancels-touch-only-own-orders/external-cancel");
});
