import { provenance } from "../test-fixtures/counterexamples.ts";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../test-fixtures/run-cli.ts";
import { shippedPipeline, type Target } from "../simulation/target.ts";
import { askAgain, countAskedTwice, isAskedTwice } from "./ask-twice.ts";
import type { Batch } from "./batch.ts";
import {
  casesOf,
  emptyResult,
  judgedCases,
  mergeResults,
  reportedFailures,
} from "./batch-result.ts";
import { campaignContext } from "./campaign-context.ts";
import { counterexampleOf } from "./counterexample.ts";
import { readCounterexample } from "./counterexample-files.ts";
import { FailureSaver } from "./failure-saver.ts";
import { judgeCase } from "./judge-case.ts";
import { runBatch } from "./run-batch.ts";
import { runCampaign } from "./run-campaign.ts";
import { inputsWith } from "../test-fixtures/campaign-inputs.ts";

const inputs = inputsWith({
  seed: 11,
  runs: 500,
  sequences: 250,
  propertyNames: ["reported-counts-equal-effects", "limits-hold"],
});

/** Reports a wrong count where the inputs of a run are seen for the time with one of these numbers, from 1. */
function wrongAt(...times: readonly number[]): Target {
  const seen = new Map<string, number>();
  let run = 0;
  return {
    name: "wrong at some times",
    start: () => {
      run = 0;
    },
    reconcile: async (given, services) => {
      run += 1;
      const key = JSON.stringify([run, given, await services.readSnapshot()]);
      const time = (seen.get(key) ?? 0) + 1;
      seen.set(key, time);
      const report = await shippedPipeline.reconcile(given, services);
      const isWrong = times.includes(time) && report.mode !== "refused";
      if (!isWrong) return report;
      return { ...report, counts: { ...report.counts, executed: report.counts.executed + 1 } };
    },
  };
}

const context = campaignContext(inputs);
const contextOf = (target: Target) => ({ ...context, target });
const { plan, properties } = context;
const names = properties.map(({ name }) => name);
/** Small parts of the random cases; each begins with a case that is asked twice. */
const batches: readonly Batch[] = [0, 250].map((start, number) => ({
  number,
  phase: "random",
  start,
  cases: 60,
}));
const [firstBatch] = batches;

async function resultOf(runners: number, target: () => Target) {
  const { result } = await runCampaign({
    stages: [[batches.values()]],
    properties: names,
    runners: Array.from({ length: runners }, () => {
      const own = contextOf(target());
      return (batch: Batch, shrunk: readonly string[]) => runBatch(batch, own, new Set(shrunk));
    }),
    bail: false,
    stopReason: () => null,
    onProgress: () => undefined,
  });
  return result;
}

test("a failure that does not repeat is flaky: kept as it was met, the same for any number of workers", async () => {
  const one = await resultOf(1, () => wrongAt(1));
  const failures = Object.values(one.failures);
  expect(failures.length).toBeGreaterThan(0);
  for (const { flaky, shrinks, property } of failures) {
    expect({ shrinks, property }).toEqual({
      shrinks: 0,
      property: "reported-counts-equal-effects",
    });
    expect(flaky).toBeDefined();
  }
  expect(one.targetErrors).toEqual({});
  const several = await resultOf(2, () => wrongAt(1));
  expect(several).toEqual(one);
});

test("of two failures the one that repeats stays, and then the earlier one", async () => {
  const { failures } = await resultOf(1, () => wrongAt(1));
  const [flaky] = Object.values(failures);
  if (flaky === undefined) throw new Error("nothing was found");
  const { flaky: _, ...steady } = { ...flaky, batch: 7 };
  const withOne = (failure: typeof flaky) => ({ ...emptyResult([]), failures: { failure } });
  const merge = (left: typeof flaky, right: typeof flaky) =>
    mergeResults(withOne(left), withOne(right)).failures["failure"];
  expect([merge(flaky, steady), merge(steady, flaky)]).toEqual([steady, steady]);
  const later = { ...flaky, batch: 9 };
  expect([merge(flaky, later), merge(later, flaky)]).toEqual([flaky, flaky]);
});

test("a failure of only the second answer is kept, and changes no count", async () => {
  if (firstBatch === undefined) throw new Error("no batch");
  const { result } = await runBatch(firstBatch, contextOf(wrongAt(2)));
  expect(result.failureCounts).toEqual({});
  expect(result.tallies["reported-counts-equal-effects"]?.fail).toBe(0);
  expect(judgedCases(result.tallies["limits-hold"])).toBeLessThanOrEqual(casesOf(result));
  const [[, failure] = []] = [...reportedFailures(result)];
  expect(failure).toMatchObject({ property: "reported-counts-equal-effects", case: "random:0" });
  expect(failure?.flaky).toBeDefined();
  expect(result.askedTwice).toMatchObject({ cases: 1, differing: 1, first: { batch: 0 } });
});

test("the shipped pipeline answers each case of the sample alike, and the sample depends on numbers only", async () => {
  const { askedTwice, failures } = await resultOf(1, () => shippedPipeline);
  expect(askedTwice).toEqual({ cases: 2, differing: 0, first: null });
  expect(failures).toEqual({});
  for (const start of [0, 1, 99, 100, 250]) {
    const numbers = Array.from({ length: 250 }, (_, at) => start + at);
    expect(countAskedTwice(start, 250)).toBe(numbers.filter(isAskedTwice).length);
  }
});

test("a count or an audit event that differs is named where all else agrees", async () => {
  const differences = new Set<string>();
  for (const target of [wrongAt(1), forgetsEvents()]) {
    for (const scenario of plan.enumeration.slice(0, 400)) {
      const { observed } = await judgeCase(scenario, target, []);
      const { difference } = await askAgain(observed, target, []);
      if (difference !== null) differences.add(difference.replaceAll(/\d+/g, "N"));
    }
  }
  const all = [...differences].join("\n");
  expect(all).toMatch(/^count of executed: N, then count of executed: N$/m);
  expect(all).toMatch(/^audit event RECONCILE_RUN \w+, then nothing more$/m);
});

/** Writes no audit event where it has seen the run before. */
function forgetsEvents(): Target {
  let runs = 0;
  return {
    name: "forgets events",
    reconcile: (given, services) => {
      runs += 1;
      const audit = runs % 2 === 0 ? { append: () => null } : services.audit;
      const { nowMs, newRunId, readSnapshot, port } = services;
      return shippedPipeline.reconcile(given, { nowMs, newRunId, readSnapshot, port, audit });
    },
  };
}

test("a flaky counterexample replaces the unmarked file of the same scenario, and stays until the end", async () => {
  const { failures } = await resultOf(1, () => wrongAt(1));
  const [flaky] = Object.values(failures);
  if (flaky === undefined) throw new Error("nothing was found");
  const { flaky: _, ...met } = flaky;
  const [unmarked, marked] = [met, flaky].map((one) => counterexampleOf(one, "S.", provenance));
  if (unmarked === undefined || marked === undefined) throw new Error("no counterexample");
  const folder = temporaryFolder();
  const read = () => readdirSync(folder).map((name) => readCounterexample(join(folder, name)));
  // A campaign that was killed left the file without the mark.
  new FailureSaver(folder).save(unmarked);
  const saver = new FailureSaver(folder);
  saver.trySave(unmarked);
  saver.trySave(marked);
  expect(read()).toEqual([marked]);
  const later = { ...unmarked, id: "00000000" };
  saver.trySave(later);
  expect(read()).toEqual([marked]);
});
