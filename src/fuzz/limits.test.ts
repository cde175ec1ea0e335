import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { shippedPipeline, type Target } from "../simulation/target.ts";
import { observedOrder, ownId, scenarioWith } from "../test-fixtures/scenarios.ts";
import { fuzzCampaign } from "./campaign.ts";
import { Turns } from "./checkpoint.ts";
import type { Counterexample } from "./counterexample.ts";
import { FailureSaver } from "./failure-saver.ts";
import { Limits } from "./limits.ts";
import { inputsWith } from "../test-fixtures/campaign-inputs.ts";

const inputs = inputsWith({ runs: 1_000_000, sequences: 1_000_000 });

/** A target whose runs take `msPerRun` of a clock that only they move, and limits on that clock. */
function slowTarget(maxTimeMs: number | null, msPerRun: number) {
  const clock = { nowMs: 1_000 };
  const target: Target = {
    name: "slow",
    reconcile: (request, services) => {
      clock.nowMs += msPerRun;
      return shippedPipeline.reconcile(request, services);
    },
  };
  return { clock, target, limits: Limits.start(maxTimeMs, () => clock.nowMs) };
}

/** The reasons but those of properties that had no chance to judge a case. */
const reasonsOf = (reasons: readonly string[]) =>
  reasons.filter((reason) => !reason.endsWith("judged no case"));

test("20 s at 20 ms a run reach each phase and its minimum", async () => {
  const { target, limits } = slowTarget(20_000, 20);
  const { report } = await fuzzCampaign(inputs, target, { limits });
  const { cases } = report.result;
  expect(report.stopped).toBe("time");
  expect(cases.enumeration).toBeGreaterThan(0);
  expect(cases.random).toBeGreaterThanOrEqual(200);
  expect(cases.sequences).toBeGreaterThanOrEqual(50);
  expect(report.batchesDone).toEqual([]);
  expect(report.batchesCut).toHaveLength(3);
  expect(reasonsOf(report.reasons)).toEqual([]);
});

test("a change of the system's time moves no deadline", () => {
  const hour = 3_600_000;
  const limits = Limits.start(hour);
  vi.useFakeTimers({ toFake: ["Date"] });
  try {
    for (const hours of [-2, 2]) {
      vi.setSystemTime(performance.timeOrigin + hours * hour);
      expect(limits.stopReason()).toBeNull();
      expect(Math.abs(limits.overdueMs() + hour)).toBeLessThan(hour / 2);
    }
  } finally {
    vi.useRealTimers();
  }
});

test("5 s at 20 ms a run are inconclusive, and name the time that is needed", async () => {
  const { target, limits } = slowTarget(5_000, 20);
  const { report } = await fuzzCampaign(inputs, target, { limits });
  expect(report.verdict).toBe("inconclusive");
  const needed = /a time limit of about (\d+)s reaches them/.exec(report.reasons.join("\n"))?.[1];
  const enough = slowTarget(Number(needed) * 1_000, 20);
  const second = await fuzzCampaign(inputs, enough.target, { limits: enough.limits });
  expect(reasonsOf(second.report.reasons)).toEqual([]);
});

test("a time limit that is not reached changes no count", async () => {
  const short = { ...inputs, runs: 300, sequences: 20, propertyNames: ["limits-hold"] };
  const { target, limits } = slowTarget(1e12, 1);
  const limited = (await fuzzCampaign(short, target, { limits })).report;
  const whole = (await fuzzCampaign(short, target, {})).report;
  expect({ ...limited, timing: null }).toEqual({ ...whole, timing: null });
});

/** Cancels in a dry run too. */
const faulty = (onRun: () => void): Target => ({
  name: "faulty",
  reconcile: (request, services) => {
    onRun();
    const gates = { confirm: "LIVE_REMEDIATE", env: {} };
    return shippedPipeline.reconcile({ ...request, gates }, services);
  },
});

test("the time bounds the shrinking too, and a failure names what cut it", async () => {
  const maxTimeMs = 4_000;
  const clock = { nowMs: 0, perReadingMs: 0 };
  // From the first failure on time passes at each reading, also where a candidate is only read.
  const limits = Limits.start(maxTimeMs, () => (clock.nowMs += clock.perReadingMs));
  const onFailure = () => void (clock.perReadingMs = 5);
  const levels = Array.from({ length: 100 }, (_, level) => level);
  const book = scenarioWith({
    exchange: { orders: levels.map((level) => observedOrder({ clientOrderId: ownId(level) })) },
  });
  // It has thousands of candidates, and is as small as the failure permits.
  const target: Target = {
    name: "faulty in a large book",
    reconcile: async (request, services) => {
      const { orders } = await services.readSnapshot();
      const isLarge = orders.status === "ok" && orders.items.length === levels.length;
      const gates = isLarge ? { confirm: "LIVE_REMEDIATE", env: {} } : request.gates;
      return shippedPipeline.reconcile({ ...request, gates }, services);
    },
  };
  const propertyNames = ["live-needs-all-five-gates"];
  const one = { ...inputs, runs: 1, sequences: 0, regressions: [book], propertyNames };
  const { report } = await fuzzCampaign(one, target, { limits, onFailure });
  expect(report.stopped).toBe("time");
  expect(report.timing.elapsedMs).toBeLessThan(maxTimeMs);
  const failures = Object.values(report.result.failures);
  expect(failures.map(({ shrinkCut }) => shrinkCut)).toContain("time");
});

test.each([1, 2])(
  "signal %i ends the campaign, and a failure keeps its unshrunk scenario",
  async (signals) => {
    const limits = Limits.start();
    const found: Counterexample[] = [];
    let runs = 0;
    const target = faulty(() => {
      runs += 1;
      if (found.length === 0 || limits.stopReason() !== null) return;
      for (let signal = 0; signal < signals; signal += 1) limits.addSignal();
    });
    const onFailure = (counterexample: Counterexample) => void found.push(counterexample);
    const { report } = await fuzzCampaign(inputs, target, { limits, onFailure });
    expect(report).toMatchObject({ verdict: "fail", stopped: "interrupted", batchesDone: [] });
    expect(runs).toBeGreaterThan(0);
    expect(found.length).toBeGreaterThan(0);
    for (const { fingerprint, provenance } of found) {
      expect(report.result.failures[fingerprint]).toMatchObject({
        shrinks: 0,
        shrinkCut: "interrupted",
      });
      expect(provenance.shrinks).toBe(0);
    }
  },
);

test("the shrunk counterexample replaces the one that was saved when the failure was found", async () => {
  const folder = mkdtempSync(join(tmpdir(), "reconcile-harness-"));
  const saver = new FailureSaver(folder);
  const saved = new Map<string, number>();
  const onFailure = (counterexample: Counterexample) => {
    saver.trySave(counterexample);
    saved.set(counterexample.fingerprint, (saved.get(counterexample.fingerprint) ?? 0) + 1);
  };
  const one = { ...inputs, runs: 1, sequences: 0, propertyNames: ["live-needs-all-five-gates"] };
  const { report } = await fuzzCampaign(
    one,
    faulty(() => undefined),
    { bail: true, onFailure },
  );
  expect(saved.size).toBeGreaterThan(0);
  expect([...saved.values()].every((times) => times === 2)).toBe(true);
  expect(readdirSync(folder)).toHaveLength(Object.keys(report.result.failures).length);
});

test("with bail the batches of other phases end after the case in hand, and count", async () => {
  const { limits } = slowTarget(1e12, 0);
  const one = { ...inputs, propertyNames: ["live-needs-all-five-gates"] };
  const target = faulty(() => undefined);
  const { report } = await fuzzCampaign(one, target, { limits, bail: true });
  const { enumeration, random, sequences } = report.result.cases;
  expect(report).toMatchObject({ verdict: "fail", stopped: "bail" });
  expect(random).toBe(250);
  expect(report.batchesDone).toHaveLength(1);
  expect(report.batchesCut).toHaveLength(2);
  for (const cases of [enumeration, sequences]) {
    expect(cases).toBeGreaterThan(0);
    expect(cases).toBeLessThan(250);
  }
});

test("those who wait for a turn get it in the order of their waiting", async () => {
  const turns = new Turns();
  const order: string[] = [];
  const work = async (name: string) => {
    await turns.take();
    for (let step = 0; step < 3; step += 1) {
      order.push(name);
      turns.release();
      await turns.take();
    }
    turns.release();
  };
  await Promise.all(["a", "b", "c"].map(work));
  expect(order.join("")).toBe("abcabcabc");
});
