import { expect, test } from "vitest";
import type { Scenario } from "../scenario/scenario.ts";
import type { ReportPart } from "../domain/run-report.ts";
import { openGates } from "../test-fixtures/scenarios.ts";
import { defineTarget, type TargetDefinition } from "./define-target.ts";
import { judgeExpectation } from "../smoke/judge-expectation.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { readScenarios } from "../scenario/scenario-files.ts";
import { takeLateCalls } from "../simulation/calls-outside-runs.ts";
import type { PortReply } from "../domain/port-call.ts";
import type { ReportedRun } from "./reported-run.ts";
import type { TargetPort } from "./target-run.ts";

const [order] = readScenarios("order");
const live: Scenario = { ...order, gates: openGates };
const clientOrderId = "grinder_grid_BTCUSDT_1_1704067100_1";

function targetThat(reconcile: TargetDefinition["reconcile"], reports: readonly ReportPart[] = []) {
  return defineTarget({ name: "a bot", reports, reconcile });
}

const cancels = targetThat(async (_, port) => {
  await port.cancelOrder({ symbol: "BTCUSDT", clientOrderId });
  return {};
});

test("a target that reports nothing is judged by its calls in live mode", async () => {
  const observation = await runScenario(live, cancels);
  expect(observation.portCalls.map(({ reply }) => reply.status)).toEqual(["accepted"]);
  expect(judgeExpectation(live, observation)).toEqual({ kind: "pass" });
});

test("a call behind a closed gate is refused and recorded", async () => {
  const observation = await runScenario(order, cancels);
  expect(observation.portCalls.map(({ reply }) => reply.status)).toEqual(["refused"]);
  expect(judgeExpectation(order, observation).kind).toBe("fail");
});

test("a dry run of a target that does not report its results is inconclusive", async () => {
  const idle = targetThat(() => ({}));
  const verdict = judgeExpectation(order, await runScenario(order, idle));
  expect(verdict).toMatchObject({ kind: "inconclusive" });
});

const cancel = { method: "cancelOrder", symbol: "BTCUSDT", clientOrderId } as const;
const planned = {
  mismatch: { type: "ORDER_EXISTS_UNEXPECTED", symbol: "BTCUSDT", clientOrderId },
  outcome: { status: "planned", kind: "cancel", request: cancel },
} as const;

test("reported parts are judged, and missing ones are derived from them", async () => {
  const plans = targetThat(() => ({ results: [planned] }), ["results"]);
  const observation = await runScenario(order, plans);
  expect(judgeExpectation(order, observation)).toEqual({ kind: "pass" });
  expect(observation.runs[0]).toMatchObject({ mode: "dry_run", status: "planned" });
});

test.each<ReportedRun>([{ mode: "refused" }, { mode: "refused", closedGates: [] }])(
  "a refused run that reports %j needs no closed gates",
  async (report) => {
    const closed = { ...live, gates: { ...openGates, env: { ...openGates.env, ARMED: "0" } } };
    const { runs, targetError } = await runScenario(
      closed,
      targetThat(() => report, ["mode"]),
    );
    const named = "closedGates" in report ? [] : [{ gate: "executor_armed", actual: "0" }];
    expect({ runs, targetError }).toMatchObject({
      runs: [{ mode: "refused", gateFailures: named }],
      targetError: null,
    });
  },
);

test("a result may leave out its kind, and a plan the id of its market order", async () => {
  const position = { type: "POSITION_NONZERO_UNEXPECTED", symbol: "BTCUSDT" } as const;
  const close = { symbol: "BTCUSDT", side: "SELL", quantity: "0.001" } as const;
  const { kind: _, ...outcome } = planned.outcome;
  const results = [
    { ...planned, outcome },
    { mismatch: position, outcome: { status: "blocked", reason: "port_error" } },
    {
      mismatch: position,
      outcome: { status: "planned", request: { method: "placeMarketOrder", ...close } },
    },
  ] as const;
  const { runs, targetError } = await runScenario(
    order,
    targetThat(() => ({ results: [...results] }), ["results"]),
  );
  const kinds = ["cancel", "flatten", "flatten"].map((kind) => ({ outcome: { kind } }));
  expect({ runs, targetError }).toMatchObject({ runs: [{ results: kinds }], targetError: null });
});

const counting = (counts: object) =>
  targetThat(() => ({ results: [planned], counts }), ["results", "counts"]);

test("an absent count has the figure of the results, and is listed as absent", async () => {
  const { runs } = await runScenario(order, counting({ planned: 3, executed: 0 }));
  expect(runs).toMatchObject([
    {
      counts: { planned: 3, executed: 0, blocked: 0 },
      absentCounts: [
        "blocked",
        "failed",
        "unknown",
        "deferred",
        "notRouted",
        "skippedTerminal",
        "skippedNoAction",
      ],
    },
  ]);
  const { runs: none } = await runScenario(order, counting({}));
  expect(none).toMatchObject([{ counts: { planned: 1 } }]);
});

test("a plan that differs from the expectation fails", async () => {
  const wrong = {
    ...planned,
    outcome: { ...planned.outcome, request: { ...cancel, symbol: "ETHUSDT" } },
  };
  const plans = targetThat(() => ({ results: [wrong] }), ["results"]);
  const verdict = judgeExpectation(order, await runScenario(order, plans));
  expect(verdict).toMatchObject({ kind: "fail" });
});

test.each<[string, readonly ReportPart[], object, string]>([
  ["a declared part", ["counts"], {}, "its report is missing `counts`"],
  ["valid values", [], { status: "fine" }, "its report: status: expected"],
  ["only known fields", [], { result: [] }, "its report: result: unknown field"],
])("a report without %s is a target error", async (_, reports, report, message) => {
  const target = targetThat(() => report, reports);
  expect((await runScenario(order, target)).targetError?.message).toContain(message);
});

test("a malformed call is recorded and rejected, and no error of the run", async () => {
  const target = targetThat(async (_, port) => {
    const request = {
      symbol: "BTCUSDT",
      clientOrderId: "x",
      side: "SELL",
      quantity: "1E-8",
    } as const;
    await port.placeMarketOrder(request);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as from untyped code
    await port.cancelOrder(null as never);
    return {};
  });
  const observation = await runScenario(live, target);
  expect(observation.targetError).toBeNull();
  expect(observation.portCalls).toMatchObject([
    { malformed: { parameter: "quantity", value: "1E-8" }, reply: { code: -1111 } },
    { malformed: { parameter: "symbol", value: "nothing" }, reply: { code: -1102 } },
  ]);
});

test.each<[string, (call: () => void) => unknown]>([
  [
    "a microtask",
    (call) =>
      void Promise.resolve()
        .then(() => Promise.resolve())
        .then(call),
  ],
  ["an immediate of an immediate", (call) => setImmediate(() => setImmediate(call))],
  ["a timer", (call) => setTimeout(call, 20)],
])("a call in %s after the answer is a call of no run", async (_, schedule) => {
  const replies: Promise<PortReply>[] = [];
  const target = targetThat((__, port) => {
    const request = { symbol: "BTCUSDT", clientOrderId };
    schedule(() => setImmediate(() => replies.push(port.cancelOrder(request))));
    return {};
  });
  for (const scenario of [order, live]) {
    const { callsOutsideRuns, portCalls, effects, targetError } = await runScenario(
      scenario,
      target,
    );
    const detail = JSON.stringify({ symbol: "BTCUSDT", clientOrderId });
    const call = { afterRuns: 1, when: "after-answer", method: "cancelOrder", detail };
    expect(callsOutsideRuns).toEqual([call]);
    expect({ portCalls, effects, targetError }).toEqual({
      portCalls: [],
      effects: [],
      targetError: null,
    });
  }
  for (const reply of await Promise.all(replies)) expect(reply.status).toBe("rejected");
  expect(replies).toHaveLength(2);
  expect(takeLateCalls(target)).toEqual([]);
});

test("a call after the case is a late call of its scenario", async () => {
  const ports: TargetPort[] = [];
  const target = targetThat((_, port) => {
    ports.push(port);
    return {};
  });
  const { callsOutsideRuns } = await runScenario(order, target);
  await ports[0]?.cancelOrder({ symbol: "BTCUSDT", clientOrderId });
  expect(callsOutsideRuns).toEqual([]);
  expect(takeLateCalls(target)).toMatchObject([
    { scenario: order, afterRuns: 1, when: "after-answer", method: "cancelOrder" },
  ]);
  expect(takeLateCalls(target)).toEqual([]);
});

test("only a target that reports audit is asked for events", async () => {
  const audited = { ...order, config: { ...order.config, auditEnabled: true } };
  const asked: boolean[] = [];
  const silent = targetThat(({ config }) => {
    asked.push(config.auditEnabled);
    return {};
  });
  await runScenario(audited, silent);
  const keeping = targetThat(
    ({ config, runId, nowMs }, _, trail) => {
      asked.push(config.auditEnabled);
      trail.append({
        schema_version: 1,
        ts_ms: nowMs,
        run_id: runId,
        event_type: "REMEDIATE_RESULT",
        mode: "live",
        sequence: 1,
        kind: "cancel",
        symbol: "BTCUSDT",
        client_order_id: clientOrderId,
        status: "executed",
        error_code: null,
        error_message: null,
      });
      return {};
    },
    ["audit"],
  );
  const { auditEvents } = await runScenario(audited, keeping);
  expect(asked).toEqual([false, true]);
  expect(auditEvents.map(({ event_type }) => event_type)).toEqual(["REMEDIATE_RESULT"]);
});

test.each<[string, object]>([
  ["refused", { mode: "refused", closedGates: [] }],
  ["a dry run", { mode: "dry_run" }],
  ["clean", { results: [planned], counts: { planned: 1 }, status: "planned" }],
])("an undeclared part of the report is ignored: a run called %s", async (_, report) => {
  const calls = targetThat(async (__, port) => {
    await port.cancelOrder({ symbol: "BTCUSDT", clientOrderId });
    return report;
  });
  const { runs } = await runScenario(live, calls);
  expect(runs).toMatchObject([{ mode: "live", results: [], counts: { executed: 1, planned: 0 } }]);
});

test("a dry run that reports the mode live fails even without results", async () => {
  const idle = targetThat(() => ({ mode: "live" }), ["mode"]);
  const verdict = judgeExpectation(order, await runScenario(order, idle));
  expect(verdict).toEqual({ kind: "fail", reasons: ['mode: expected ["dry_run"], got ["live"]'] });
});

test("a target that reports results but not its mode owes none where a gate is closed", async () => {
  const closed = { ...order, gates: { confirm: "LIVE_REMEDIATE", env: {} } };
  const silent = targetThat(() => ({}), ["results"]);
  expect(await runScenario(closed, silent)).toMatchObject({ targetError: null });
});
