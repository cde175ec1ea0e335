import { provenance } from "../test-fixtures/counterexamples.ts";
import { beforeAll, expect, test } from "vitest";
import { campaignContext } from "./campaign-context.ts";
import { counterexampleOf, counterexampleSchema } from "./counterexample.ts";
import { replay } from "./replay.ts";
import { shippedPipeline, type Target } from "../simulation/target.ts";
import { batchesOf, scenariosOf } from "./batch.ts";
import {
  emptyResult,
  emptyTally,
  judgedCases,
  mergeResults,
  reportedFailures,
} from "./batch-result.ts";
import type { BatchResult } from "./batch-result.ts";
import { isCanaryCaught } from "./canary.ts";
import { randomCases } from "./batch.ts";
import { runBatch, type BatchOutcome, type CampaignContext } from "./run-batch.ts";
import { runCampaign } from "./run-campaign.ts";
import type { RunServices } from "../pipeline/services.ts";
import { replayShrinkPath } from "./shrink/shrink.ts";
import { inputsWith } from "../test-fixtures/campaign-inputs.ts";
import { pipelineWith } from "../test-fixtures/pipeline-with.ts";

/** Sends every cancel twice. */
const cancelsTwice = pipelineWith("cancels twice", ({ port }) => ({
  port: {
    ...port,
    cancelOrder: async (permit, request) => {
      await port.cancelOrder(permit, request);
      return port.cancelOrder(permit, request);
    },
  },
}));

/**
 * Sends every cancel twice, and reports a wrong status when there is exactly one entity and the
 * configuration is plain: a second bug that is met only while the first one is shrunk.
 */
const breaksWhileShrinking: Target = {
  name: "breaks while shrinking",
  reconcile: async (inputs, services) => {
    const report = await cancelsTwice.reconcile(inputs, services);
    const { orders, positions } = await services.readSnapshot();
    const { expected, config } = inputs;
    const isPlain =
      !config.auditEnabled && !config.requireWhitelist && config.symbolWhitelist.length === 0;
    const observed = [orders, positions].map((part) =>
      part.status === "ok" ? part.items.length : 0,
    );
    const counted = [...observed, expected.orders.length, expected.positions.length];
    const entities = counted.reduce((sum, count) => sum + count, 0);
    return entities !== 1 || !isPlain || report.mode === "refused"
      ? report
      : { ...report, status: "no_action" };
  },
};

/** Ignores the allowed strategies, so it cancels external orders. */
const cancelsExternalOrders: Target = {
  name: "cancels external orders",
  reconcile: (inputs, services) => {
    const config = { ...inputs.config, allowedStrategies: ["grid", "mm", "arb"] };
    return shippedPipeline.reconcile({ ...inputs, config }, services);
  },
};

/** Throws on every case with a position. */
const breaksOnPositions: Target = {
  name: "breaks on positions",
  reconcile: async (inputs, services) => {
    const { positions } = await services.readSnapshot();
    if (positions.status === "ok" && positions.items.length > 0) throw new Error("boom");
    return shippedPipeline.reconcile(inputs, services);
  },
};

const inputs = inputsWith({ seed: 11, runs: 500 });
const context = campaignContext(inputs);
const randomBatches = [...batchesOf(context.plan)].filter(({ phase }) => phase === "random");
const [firstRandom] = randomBatches;

/** Tests that only read the result of a target share one run of it. */
const ranBatches = new Map<CampaignContext["target"], Promise<BatchOutcome>>();
async function runRandomBatch(target: CampaignContext["target"]): Promise<BatchResult> {
  if (firstRandom === undefined) throw new Error("no random batch");
  const ran = ranBatches.get(target) ?? runBatch(firstRandom, { ...context, target });
  ranBatches.set(target, ran);
  return (await ran).result;
}

let found: BatchResult["failures"] = {};
beforeAll(async () => {
  found = (await runRandomBatch(cancelsTwice)).failures;
});

test("the canary is caught, but not without its property", async () => {
  const [scenario] = context.plan.enumeration;
  if (scenario === undefined) throw new Error("nothing is enumerated");
  const { properties } = context;
  expect(await isCanaryCaught(scenario, properties)).toBe(true);
  const others = properties.filter(({ name }) => name !== "dry-run-makes-no-port-calls");
  expect(await isCanaryCaught(scenario, others)).toBe(false);
});

test("a failure is shrunk to the one order that it needs, and keeps its check", () => {
  const failure = found["one-call-per-intent/duplicate-call (cancel/after accepted)"];
  expect(failure?.check).toBe("duplicate-call");
  expect(failure?.scenario.exchange.orders).toHaveLength(1);
  expect(failure?.scenario.exchange.positions).toEqual([]);
  expect(failure?.scenario.expected.positions).toEqual([]);
  expect(failure?.violation.actual).toContain("2 times");
  expect(failure?.irrelevantFields.join()).toContain("price");
});

test("every shrink path leads from a random case to the shrunk scenario, also for a failure seen only while shrinking", async () => {
  const result = await runRandomBatch(breaksWhileShrinking);
  const failures = reportedFailures(result);
  const seenWhileShrinking = [...failures.keys()].filter(
    (key) => result.failureCounts[key] === undefined,
  );
  expect(seenWhileShrinking).not.toEqual([]);
  for (const { case: name, shrinkPath: path, shrinks, scenario } of failures.values()) {
    const cases = randomCases(context.plan.singleRunsOf(inputs.seed, 0), inputs.seed, 0);
    for (let skipped = 0; skipped < Number(name.split(":")[1]); skipped += 1) cases.next();
    expect(replayShrinkPath(cases.next().value, path)).toEqual(scenario);
    expect(path.split(".")).toHaveLength(shrinks);
  }
});

test("metamorphic properties judge one random case in twenty or a hundred, and the others are counted as skipped", async () => {
  const { tallies } = await runRandomBatch(shippedPipeline);
  const metamorphic = context.properties.filter(({ kind }) => kind === "metamorphic");
  expect(metamorphic.length).toBeGreaterThan(0);
  for (const { name, kind } of context.properties) {
    const tally = tallies[name] ?? emptyTally;
    const { skipped, errored } = tally;
    const sampled = judgedCases(tally) + tally.discarded;
    expect({ name, skipped, errored, cases: sampled + skipped }).toEqual({
      name,
      skipped: kind === "run" ? 0 : 250 - sampled,
      errored: 0,
      cases: 250,
    });
  }
  for (const property of metamorphic) {
    const sampled = 250 - (tallies[property.name]?.skipped ?? 0);
    const few = "judgesSequences" in property && property.judgesSequences;
    expect(few ? [2, 3] : [12, 13]).toContain(sampled);
  }
});

test("a counterexample read back from its file still fails, and is fixed by the fixed target", async () => {
  for (const failure of Object.values(found)) {
    const saved: unknown = JSON.parse(JSON.stringify(counterexampleOf(failure, "S.", provenance)));
    const counterexample = counterexampleSchema.parse(saved);
    const before = await replay(counterexample, cancelsTwice, context.properties);
    expect(before).toEqual({ kind: "still-fails" });
    const after = await replay(counterexample, shippedPipeline, context.properties);
    expect(["fixed", "not-observable"]).toContain(after.kind);
  }
  expect(Object.keys(found).length).toBeGreaterThan(1);
});

test("another failure of the same scenario is fails-differently", async () => {
  if (firstRandom === undefined) throw new Error("no random batch");
  const few = { ...firstRandom, cases: 150 };
  const { result } = await runBatch(few, { ...context, target: cancelsExternalOrders });
  const { failures } = result;
  const failure = Object.values(failures).find(({ check }) => check === "external-cancel");
  if (failure === undefined) throw new Error("the bug was not found");
  const counterexample = counterexampleOf(failure, "S.", provenance);
  const otherCheck = { ...counterexample, check: "cancel-of-uncancellable-order" };
  const answer = await replay(otherCheck, cancelsExternalOrders, context.properties);
  expect(answer).toMatchObject({ kind: "fails-differently" });
});

test("a property that no longer exists is errored", async () => {
  const [failure] = Object.values(found);
  if (failure === undefined) throw new Error("nothing was found");
  const counterexample = counterexampleOf(failure, "S.", provenance);
  const gone = { ...counterexample, property: "gone" };
  expect(await replay(gone, shippedPipeline, context.properties)).toMatchObject({
    kind: "errored",
    cause: "property",
  });
});

test("cases in which the target fails are errored and counted, and the error is shrunk", async () => {
  const { targetErrors, tallies, failures } = await runRandomBatch(breaksOnPositions);
  const errors = targetErrors["Error: boom"] ?? 0;
  expect(errors).toBeGreaterThan(10);
  expect(tallies["live-needs-all-five-gates"]).toEqual({
    pass: 250 - errors,
    fail: 0,
    discarded: 0,
    skipped: 0,
    errored: errors,
  });
  expect(Object.keys(failures)).toEqual(["every-run-answers/exception"]);
  const failure = failures["every-run-answers/exception"];
  expect(failure?.violation.actual).toBe("Error: boom");
  expect(failure?.scenario.exchange.positions).toHaveLength(1);
  expect(failure?.scenario.exchange.orders).toEqual([]);
});

test("a port call that comes after its case was judged is a failure of the campaign", async () => {
  let kept: RunServices["port"] | null = null;
  let runs = 0;
  const result = await runRandomBatch({
    name: "calls an old port in the run with number 3",
    reconcile: (given, services) => {
      runs += 1;
      kept ??= services.port;
      const request = { method: "cancelOrder", symbol: "X", clientOrderId: "y" } as never;
      if (runs === 3) void kept.cancelOrder({} as never, request);
      return shippedPipeline.reconcile(given, services);
    },
  });
  expect(result.failureCounts).toEqual({ "port-calls-happen-inside-a-run/call-after-answer": 1 });
});

/** Few properties, because a batch shrinks the failures of all. */
const fewProperties = campaignContext({
  ...inputs,
  propertyNames: ["one-call-per-intent", "permitted-remediations-are-executed"],
});
const runWithBail = (count: number) =>
  runCampaign({
    stages: [[randomBatches.values()]],
    properties: fewProperties.properties.map(({ name }) => name),
    runners: Array.from(
      { length: count },
      () => (batch) => runBatch(batch, { ...fewProperties, target: cancelsTwice }),
    ),
    bail: true,
    stopReason: () => null,
    onProgress: () => undefined,
  });
test("with bail the report ends at the first failing batch, for any number of runners", async () => {
  const [one, two] = [await runWithBail(1), await runWithBail(2)];
  expect(one.stopped).toBe("bail");
  expect(one.batchesDone).toEqual([firstRandom?.number]);
  expect(Object.keys(one.result.failures)).not.toEqual([]);
  expect(two.result).toEqual(one.result);
});

test("the largest sequence, run and book of a batch are recorded, and merge to the largest", async () => {
  const { maximums } = await runRandomBatch(shippedPipeline);
  const scenarios = firstRandom === undefined ? [] : [...scenariosOf(firstRandom, context.plan)];
  expect(maximums.stepsInSequence).toBe(0);
  expect(maximums.portCallsInRun).toBeGreaterThan(1);
  const book = Math.max(...scenarios.map(({ exchange }) => exchange.orders.length));
  expect(maximums.ordersInBook).toBe(book);
  const empty = emptyResult([]);
  const other = { ...empty, maximums: { stepsInSequence: 99, portCallsInRun: 0, ordersInBook: 1 } };
  const merged = mergeResults({ ...empty, maximums }, other).maximums;
  expect(merged).toEqual({ ...maximums, stepsInSequence: 99 });
});

test("a case with several late port calls counts as one failed case", async () => {
  if (firstRandom === undefined) throw new Error("no random batch");
  const callsLate: Target = {
    ...shippedPipeline,
    name: "calls late",
    takeCallsOutsideRuns: () => [
      { when: "after-answer", method: "port/cancelOrder", detail: "{}", runsAgo: 1 },
    ],
  };
  const few = { ...firstRandom, cases: 20 };
  const { result } = await runBatch(few, { ...context, target: callsLate });
  const fingerprint = "port-calls-happen-inside-a-run/call-after-answer";
  expect(result.failureCounts).toEqual({ [fingerprint]: 20 });
});
