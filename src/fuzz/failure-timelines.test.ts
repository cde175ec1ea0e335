import { expect, test } from "vitest";
import { plantedBugs } from "../../properties/planted-bugs/all.ts";
import { targetOf } from "../../properties/planted-bugs/planted-bug.ts";
import { failureWith } from "../test-fixtures/counterexamples.ts";
import { reportWith } from "../test-fixtures/campaign-reports.ts";
import { observedOrder, openGates, scenarioWith } from "../test-fixtures/scenarios.ts";
import type { Failure } from "./batch-result.ts";
import type { CampaignReport } from "./campaign-report.ts";
import { withTimelines } from "./failure-timelines.ts";
import { fingerprintOf } from "./fingerprint.ts";

const bug = plantedBugs.find(({ name }) => name === "unknown-outcome-written-as-failed");
if (bug === undefined) throw new Error("there is no such bug");
const target = targetOf(bug);

const scenario = scenarioWith({
  gates: openGates,
  exchange: { orders: [observedOrder()] },
  steps: [
    { kind: "set-port-faults", faults: [{ kind: "timeout", applied: true }] },
    { kind: "snapshot" },
    { kind: "reconcile" },
  ],
});
const failure = failureWith({ property: "one-call-per-intent", scenario });
const inside = { ...failure, check: "inside" };

function reportOf(failures: readonly Failure[]): CampaignReport {
  const byName = failures.map((one) => {
    const alsoFound = { [fingerprintOf(inside)]: inside };
    return [fingerprintOf(one), { ...one, alsoFound }] as const;
  });
  return reportWith({ result: { failures: Object.fromEntries(byName) } });
}

function shownIn({ result }: CampaignReport): boolean[] {
  return Object.values(result.failures)
    .flatMap((one) => [one, ...Object.values(one.alsoFound)])
    .map(({ timelines }) => timelines !== undefined);
}

test("each failure gets the timelines of one more run, also one that only shrinking showed", async () => {
  const report = await withTimelines(reportOf([failure]), target, () => true);
  expect(shownIn(report)).toEqual([true, true]);
  const [shown] = Object.values(report.result.failures);
  const [panel] = shown?.timelines?.panels ?? [];
  expect(panel?.failedRun).toBe(1);
  const [faults, snapshot, run] = panel?.timeline.steps ?? [];
  expect([faults?.lane, snapshot?.lane, run?.lane]).toEqual(["wire", "bot", "bot"]);
  expect(run?.runs[0]).toMatchObject({
    run: 1,
    mode: "live",
    afterMs: 0,
    calls: [{ status: "unknown", fault: "timeout" }],
    effects: [expect.stringMatching(/^cancelOrder BTCUSDT .*: applied$/)],
  });
  expect(panel?.timeline.start.exchange).toHaveLength(1);
  expect(run?.state).toEqual({ expected: [], exchange: [] });
});

test("a flaky failure has none, and neither has one after the end of the time", async () => {
  const flaky = { ...failure, flaky: { portCalls: [] } };
  expect(shownIn(await withTimelines(reportOf([flaky]), target, () => true))).toEqual([
    false,
    true,
  ]);
  expect(shownIn(await withTimelines(reportOf([failure]), target, () => false))).toEqual([
    false,
    false,
  ]);
});

test("a failure that has timelines does not run again", async () => {
  const once = await withTimelines(reportOf([failure]), target, () => true);
  let asked = 0;
  const again = await withTimelines(
    once,
    { ...target, reconcile: () => Promise.reject(new Error()) },
    () => {
      asked += 1;
      return true;
    },
  );
  expect(again).toEqual(once);
  expect(asked).toBeGreaterThan(0);
});

test("of many failures of a bot on the wire ten run once more", async () => {
  const many = Array.from({ length: 12 }, (_, at) => ({ ...failure, variant: `${at}` }));
  const failures = Object.fromEntries(
    many.map((one) => [fingerprintOf(one), { ...one, alsoFound: {} }]),
  );
  const report = reportWith({ result: { failures } });
  const countShown = async (isOnWire: boolean) => {
    const shown = shownIn(await withTimelines(report, { ...target, isOnWire }, () => true));
    return shown.filter(Boolean).length;
  };
  expect(await countShown(true)).toBe(10);
  expect(await countShown(false)).toBe(12);
});
