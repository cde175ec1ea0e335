/** Reports that leave parts out, and reasons of the target's own: what is not known is not judged. */
import { expect, test } from "vitest";
import type { PortReply } from "../src/domain/port-call.ts";
import type { Scenario } from "../src/scenario/scenario.ts";
import { runScenario } from "../src/simulation/run-scenario.ts";
import { defineTarget, type TargetDefinition } from "../src/target/define-target.ts";
import type { ReportedRun } from "../src/target/reported-run.ts";
import { observedOrder, openGates, ownId, scenarioWith } from "../src/test-fixtures/scenarios.ts";
import { blockedRemediationsNameTheFirstReason } from "./blocked-remediations-name-the-first-reason.ts";
import { flattenOrdersNameTheirOwner } from "./flatten-orders-name-their-owner.ts";
import { liveNeedsAllFiveGates } from "./live-needs-all-five-gates.ts";
import { reportedCountsEqualEffects } from "./reported-counts-equal-effects.ts";
import type { RunProperty } from "./property.ts";
import { firstVerdict } from "./property.ts";

const order = observedOrder();
const { symbol, clientOrderId } = order;
const exists = { type: "ORDER_EXISTS_UNEXPECTED", symbol, clientOrderId } as const;
const request = { method: "cancelOrder", symbol, clientOrderId } as const;
const live = scenarioWith({ gates: openGates, exchange: { orders: [order] } });
const dry = scenarioWith({ exchange: { orders: [order] } });
const closed = scenarioWith({ gates: { ...openGates, env: {} } });

async function judge(
  property: RunProperty,
  scenario: Scenario,
  reports: TargetDefinition["reports"],
  report: ReportedRun,
  calls = 0,
) {
  const target = defineTarget({
    name: "partial",
    reports,
    reconcile: async (_, port) => {
      const replies: PortReply[] = [];
      while (replies.length < calls)
        replies.push(await port.cancelOrder({ symbol, clientOrderId }));
      return report;
    },
  });
  const observation = await runScenario(scenario, target);
  expect(observation.targetError).toBeNull();
  return firstVerdict((failures) => property.judge({ scenario, observation }, failures));
}

const judgeCounts = (counts: ReportedRun["counts"], calls = 1) =>
  judge(reportedCountsEqualEffects, live, ["counts"], { counts }, calls);

test("a count that is absent is not compared, and one that is there is", async () => {
  expect(await judgeCounts({ executed: 1 })).toEqual({ kind: "pass" });
  expect(await judgeCounts({ executed: 0 })).toMatchObject({
    kind: "fail",
    check: "executed-count-differs-from-port",
  });
  expect(await judgeCounts({ failed: 1 })).toMatchObject({
    check: "failed-count-differs-from-port",
  });
});

test("a report without a count that can be compared is discarded", async () => {
  const discarded = { kind: "discarded", reason: expect.stringContaining("no count") };
  expect(await judgeCounts({})).toMatchObject(discarded);
  expect(await judgeCounts({ blocked: 7 })).toMatchObject(discarded);
});

test("with results, only the counts that are there are compared with them", async () => {
  const outcome = { status: "planned", request } as const;
  const results = [{ mismatch: exists, outcome }];
  const judged = (counts: ReportedRun["counts"]) =>
    judge(reportedCountsEqualEffects, dry, ["counts", "results"], { counts, results });
  expect(await judged({ planned: 1 })).toEqual({ kind: "pass" });
  expect(await judged({ planned: 2 })).toMatchObject({
    check: "planned-count-differs-from-results",
  });
  expect(await judged({})).toMatchObject({ kind: "discarded" });
});

const judgeGates = (report: ReportedRun) => judge(liveNeedsAllFiveGates, closed, ["mode"], report);

test("closed gates that are absent are not judged, and the mode still is", async () => {
  expect(await judgeGates({ mode: "refused" })).toEqual({ kind: "pass" });
  expect(await judgeGates({ mode: "refused", closedGates: [] })).toMatchObject({
    check: "wrong-closed-gates",
  });
  expect(await judgeGates({ mode: "dry_run" })).toMatchObject({ check: "wrong-mode" });
});

test("a planned flatten without an id is a plan, of which no id is judged", async () => {
  const flattening = scenarioWith({
    exchange: { positions: [{ symbol, quantity: "0.001" }] },
    config: { action: "flatten" },
  });
  const close = {
    method: "placeMarketOrder",
    symbol: "BTCUSDT",
    side: "SELL",
    quantity: "0.001",
    reduceOnly: true,
  } as const;
  const plan = (planned: object): ReportedRun => ({
    results: [
      {
        mismatch: { type: "POSITION_NONZERO_UNEXPECTED", symbol: "BTCUSDT", positionSide: "BOTH" },
        outcome: { status: "planned", request: { ...close, ...planned } },
      },
    ],
  });
  const judged = (property: RunProperty, report: ReportedRun) =>
    judge(property, flattening, ["results"], report);
  expect(await judged(flattenOrdersNameTheirOwner, plan({}))).toMatchObject({ kind: "discarded" });
  expect(await judged(flattenOrdersNameTheirOwner, plan({ clientOrderId: "other" }))).toMatchObject(
    { check: "wrong-id-form" },
  );
  expect(await judged(blockedRemediationsNameTheFirstReason, plan({}))).toEqual({ kind: "pass" });
});

test("a failed or unknown result without a reason has the only one that is right", async () => {
  const fault = { kind: "timeout", applied: true } as const;
  const steps: Scenario["steps"] = [{ kind: "set-port-faults", faults: [fault] }, ...live.steps];
  const judged = (status: "failed" | "unknown") =>
    judge(
      blockedRemediationsNameTheFirstReason,
      { ...live, steps },
      ["results"],
      { results: [{ mismatch: exists, outcome: { status, request } }] },
      1,
    );
  expect(await judged("unknown")).toEqual({ kind: "pass" });
  expect(await judged("failed")).toMatchObject({ check: "wrong-outcome-or-reason" });
});

const other = { status: "blocked", reason: "other", text: "a price jumped" } as const;

/** A run with an order for each outcome. The whitelist blocks each cancel, where it is not another one. */
async function judgeOther(
  outcomes: readonly NonNullable<ReportedRun["results"]>[number]["outcome"][],
  calls = 0,
  symbolWhitelist = ["ETHUSDT"],
) {
  const orders = outcomes.map((_, at) => observedOrder({ clientOrderId: ownId(at + 1) }));
  const scenario = scenarioWith({
    gates: openGates,
    exchange: { orders },
    config: { symbolWhitelist },
  });
  const results = outcomes.map((outcome, at) => ({
    mismatch: { ...exists, clientOrderId: ownId(at + 1) },
    outcome,
  }));
  return judge(blockedRemediationsNameTheFirstReason, scenario, ["results"], { results }, calls);
}

const outside = { status: "blocked", reason: "symbol_not_in_whitelist" } as const;
const wrong = { status: "blocked", reason: "cooldown_not_elapsed" } as const;

test("a reason of the target's own is not judged, and those of the other results are", async () => {
  expect(await judgeOther([wrong])).toMatchObject({ check: "wrong-outcome-or-reason" });
  expect(await judgeOther([other, outside])).toEqual({ kind: "pass" });
  expect(await judgeOther([other, wrong])).toMatchObject({ check: "wrong-outcome-or-reason" });
  expect(await judgeOther([other, other])).toMatchObject({ kind: "discarded" });
  // A permitted remediation that was not sent: another property judges it, and the later ones depend on it.
  expect(await judgeOther([other, wrong], 0, ["BTCUSDT"])).toEqual({ kind: "pass" });
});

test("a result with a reason of its own whose request was sent fails", async () => {
  expect(await judgeOther([other, outside], 1)).toMatchObject({
    kind: "fail",
    check: "wrong-outcome-or-reason",
    violation: { expected: "ORDER_EXISTS_UNEXPECTED on BTCUSDT: not sent" },
  });
});
