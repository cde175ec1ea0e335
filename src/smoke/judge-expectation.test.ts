import { expect, test } from "vitest";
import { noOutcomes, type CompletedRun, type RunReport } from "../domain/run-report.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { tradingSymbolSchema } from "../domain/trading-symbol.ts";
import type { LivePermit } from "../pipeline/live-permit.ts";
import { pipelineWith } from "../test-fixtures/pipeline-with.ts";
import { openGates, scenarioWith } from "../test-fixtures/scenarios.ts";
import { audited, dryRun, live, standard } from "../test-fixtures/standard-scenarios.ts";
import { judgeExpectation } from "./judge-expectation.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline, type Target } from "../simulation/target.ts";

async function judge(scenario: Scenario, target: Target = shippedPipeline) {
  return judgeExpectation(scenario, await runScenario(scenario, target));
}

test.each([
  ["in dry-run", dryRun],
  ["in live mode", live],
  ["in dry-run with audit", (scenario: Scenario) => audited(dryRun(scenario))],
  ["in live mode with audit", (scenario: Scenario) => audited(live(scenario))],
])(
  "the shipped pipeline meets every expectation of the standard scenarios %s",
  async (_, inMode) => {
    for (const scenario of standard) {
      expect(await judge(inMode(scenario))).toEqual({ kind: "pass" });
    }
  },
);

/** The shipped pipeline with a changed report. */
const reporting = (change: (run: CompletedRun) => CompletedRun): Target => ({
  name: "tampered",
  reconcile: async (inputs, services): Promise<RunReport> => {
    const run = await shippedPipeline.reconcile(inputs, services);
    return "results" in run ? change(run) : run;
  },
});

const counting = (counts: Partial<CompletedRun["counts"]>): Target =>
  reporting((run) => ({ ...run, counts: { ...run.counts, ...counts } }));

const idle: Target = {
  name: "plans and executes nothing",
  reconcile: (inputs, services) =>
    shippedPipeline.reconcile(
      { ...inputs, config: { ...inputs.config, action: "none" } },
      services,
    ),
};

const blind = pipelineWith("sees nothing", ({ nowMs }) => ({
  readSnapshot: () => {
    const nothing = { status: "ok", takenAtMs: nowMs(), items: [] } as const;
    return Promise.resolve({ orders: nothing, positions: nothing });
  },
}));

test.each<[string, Target, (scenario: Scenario) => Scenario, string]>([
  ["plans nothing", idle, dryRun, "the dry run planned nothing"],
  ["executes nothing", idle, live, "live mode executed nothing"],
  ["sees nothing", blind, dryRun, "mismatches: expected"],
  [
    "reports a plan that is too large",
    counting({ planned: 2 }),
    dryRun,
    "planned count: expected 1, got 2",
  ],
  [
    "reports an execution too many",
    counting({ executed: 2 }),
    live,
    "executed count: expected 1, got 2",
  ],
  ["reports a block", counting({ blocked: 1 }), dryRun, "blocked count: expected 0, got 1"],
  ["reports a failure", counting({ failed: 1 }), live, "failed count: expected 0, got 1"],
  [
    "reports an unknown outcome",
    counting({ unknown: 1 }),
    live,
    "unknown count: expected 0, got 1",
  ],
  ["reports a terminal order", counting({ skippedTerminal: 1 }), dryRun, "skipped terminal"],
  ["reports nothing to act on", counting({ skippedNoAction: 1 }), dryRun, "skipped no action"],
  [
    "forgets its results",
    reporting((run) => ({ ...run, results: [] })),
    dryRun,
    "action: expected",
  ],
])(
  "a target that %s fails each standard scenario, and the reason names the figure",
  async (_, target, inMode, reason) => {
    for (const scenario of standard) {
      const verdict = await judge(inMode(scenario), target);
      expect(verdict.kind).toBe("fail");
      expect(verdict.kind === "pass" ? "" : verdict.reasons.join("; ")).toContain(reason);
    }
  },
);

const withGates = (gates: Scenario["gates"], name: string): Target => ({
  name,
  reconcile: (inputs, services) => shippedPipeline.reconcile({ ...inputs, gates }, services),
});

const forger = pipelineWith("calls the port with a forged permit", ({ port }) => ({
  port: {
    ...port,
    cancelOrder: (_, request) => pretend(port.cancelOrder({} as LivePermit, request)),
    placeMarketOrder: (_, request) => pretend(port.placeMarketOrder({} as LivePermit, request)),
  },
}));

async function pretend(call: Promise<unknown>): Promise<{ readonly status: "accepted" }> {
  await call.catch(() => null);
  return { status: "accepted" };
}

test.each<[string, Target, (scenario: Scenario) => Scenario, string]>([
  [
    "stays in dry-run although every gate is open",
    withGates({ confirm: null, env: {} }, "dry"),
    live,
    'mode: expected ["live"], got ["dry_run"]',
  ],
  [
    "goes live without --confirm",
    withGates(openGates, "eager"),
    dryRun,
    'mode: expected ["dry_run"], got ["live"]',
  ],
  [
    "calls the port without --confirm",
    withGates(openGates, "eager"),
    dryRun,
    "port calls: expected []",
  ],
  ["forges its permit", forger, live, "refused for want of a permit: expected 0, got 1"],
])("a target that %s fails each standard scenario", async (_, target, inMode, reason) => {
  for (const scenario of standard) {
    const verdict = await judge(inMode(scenario), target);
    expect(verdict.kind).toBe("fail");
    expect(verdict.kind === "pass" ? "" : verdict.reasons.join("; ")).toContain(reason);
  }
});

test("a dry run that plans another request than expected fails", async () => {
  const dogecoin = tradingSymbolSchema.parse("DOGEUSDT");
  const astray = reporting((run) => ({
    ...run,
    results: run.results.map(({ mismatch, outcome }) =>
      outcome.status === "planned"
        ? { mismatch, outcome: { ...outcome, request: { ...outcome.request, symbol: dogecoin } } }
        : { mismatch, outcome },
    ),
  }));
  for (const scenario of standard) {
    expect(await judge(scenario, astray)).toMatchObject({
      reasons: [expect.stringContaining("plans: expected")],
    });
  }
});

test("a target that calls the port twice fails, even with a correct report", async () => {
  const twice = pipelineWith("calls twice", ({ port }) => ({
    port: {
      ...port,
      cancelOrder: async (permit, request) => {
        const reply = await port.cancelOrder(permit, request);
        await port.cancelOrder(permit, request);
        return reply;
      },
      placeMarketOrder: async (permit, request) => {
        const reply = await port.placeMarketOrder(permit, request);
        await port.placeMarketOrder(permit, request);
        return reply;
      },
    },
  }));
  for (const scenario of standard) {
    expect(await judge(live(scenario), twice)).toMatchObject({
      kind: "fail",
      reasons: expect.arrayContaining([expect.stringContaining("port calls: expected")]),
    });
  }
});

test("a target that calls the port after its answer fails, in a dry run too", async () => {
  const callsLate: Target = {
    name: "calls late",
    reconcile: (inputs, services) => {
      const request = { method: "cancelOrder", symbol: "BTCUSDT", clientOrderId: "x" } as never;
      setImmediate(() => void services.port.cancelOrder({} as LivePermit, request));
      return shippedPipeline.reconcile(inputs, services);
    },
  };
  for (const scenario of standard) {
    for (const inMode of [dryRun, live]) {
      expect(await judge(inMode(scenario), callsLate)).toMatchObject({
        kind: "fail",
        reasons: [expect.stringContaining("no port call after the answer of a run")],
      });
    }
  }
});

test("a scenario without an expectation is inconclusive", async () => {
  expect(await judge(scenarioWith())).toMatchObject({ kind: "inconclusive" });
});

const nothing = { ...noOutcomes, blockReason: null, auditEvents: [] };
const emptyExpectation = {
  mismatches: [],
  action: "none",
  dryRun: { ...nothing, plans: [] },
  live: { ...nothing, portCalls: [] },
} as const;

test("a scenario that expects no effect fails, although its expectation is met", async () => {
  const scenario = scenarioWith({ expect: emptyExpectation });
  expect(await judge(scenario)).toMatchObject({ reasons: ["the dry run planned nothing"] });
  expect(await judge(live(scenario))).toMatchObject({ reasons: ["live mode executed nothing"] });
});

test("only a scenario with a reason in expectsNoAction may pass without effect", async () => {
  const expectsNoAction = "ExpectedState and exchange agree.";
  const expectation = { ...emptyExpectation, expectsNoAction };
  expect(await judge(scenarioWith({ expect: expectation }))).toEqual({ kind: "pass" });
  const unread = scenarioWith({ expect: expectation, steps: [{ kind: "reconcile" }] });
  expect(await judge(unread)).toMatchObject({
    reasons: ['block reason: expected null, got "snapshot_unreadable"'],
  });
});

test("a refused run fails", async () => {
  const [scenario] = standard;
  if (scenario === undefined) throw new Error("no standard scenario");
  const refused = { ...scenario, gates: { ...openGates, confirm: "WRONG" } };
  expect((await judge(refused)).kind).toBe("fail");
});
