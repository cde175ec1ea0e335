import { counterexampleWith } from "../test-fixtures/counterexamples.ts";
import { expect, test } from "vitest";
import { aSecondRunHasNothingToDo } from "../../properties/metamorphic/a-second-run-has-nothing-to-do.ts";
import { ordersBeatPositions } from "../../properties/orders-beat-positions.ts";
import { auditAccountsForEveryEffect } from "../../properties/audit-accounts-for-every-effect.ts";
import { inputOrderDoesNotMatter } from "../../properties/metamorphic/input-order-does-not-matter.ts";
import { forgedPermit, probe } from "../../properties/planted-bugs/gates.ts";
import { portCallsHappenInsideARun } from "../../properties/port-calls-happen-inside-a-run.ts";
import { renderCounterexample } from "../report/counterexample-report.ts";
import { renderTimeline } from "../report/timeline.ts";
import { longPosition } from "../test-fixtures/observe.ts";
import {
  expectedOrder,
  observedOrder,
  openGates,
  ownId,
  scenarioWith,
} from "../test-fixtures/scenarios.ts";
import { viewFailure, type FailureView, type ShownCase } from "./failure-view.ts";
import { timelinesOf } from "./timeline.ts";
import { shippedPipeline, type Target } from "../simulation/target.ts";

const scenario = scenarioWith({
  gates: openGates,
  config: { action: "flatten", symbolWhitelist: ["ETHUSDT"] },
  exchange: { positions: [{ symbol: "ETHUSDT", quantity: "0.001" }] },
  steps: [
    { kind: "place-order", order: expectedOrder(), lost: "nothing" },
    { kind: "fill-order", clientOrderId: 7 },
    { kind: "deliver-update", update: 3 },
    { kind: "deliver-update", update: 1 },
    { kind: "advance-clock", ms: 1 },
    { kind: "snapshot" },
    { kind: "reconcile" },
  ],
});

function caseIn({ observed }: FailureView): ShownCase {
  if (observed === null) throw new Error("only the follow-up is shown");
  return observed;
}

test("a timeline names the orders of a sequence, and shows both states where one changed", async () => {
  const shown = await viewFailure(scenario, shippedPipeline, ordersBeatPositions);
  expect(shown.followUp).toBeNull();
  const id = ownId();
  expect(renderTimeline(caseIn(shown), 1)).toEqual([
    `  the bot places ${id}, BUY 0.001 BTCUSDT`,
    `      expected: ${id} OPEN | exchange: ${id} OPEN 0/0.001, ETHUSDT BOTH 0.001`,
    `  the exchange fills the rest of ${id}`,
    `      expected: ${id} OPEN | exchange: ETHUSDT BOTH 0.001, BTCUSDT BOTH 0.001`,
    `  order update: ${id} FILLED, filled 0.001 after 0 ms`,
    `      expected: ${id} FILLED, BTCUSDT BOTH 0.001 | exchange: ETHUSDT BOTH 0.001, BTCUSDT BOTH 0.001`,
    `  order update: ${id} FILLED, filled 0.001 after 0 ms`,
    "  the clock advances by 1 ms",
    "  snapshot: orders ok, positions ok",
    "▶ run 1: live, after 1 ms",
    "      observed 1 order, 2 positions",
    "      POSITION_NONZERO_UNEXPECTED ETHUSDT BOTH: executed",
    "      PORT placeMarketOrder SELL 0.001 ETHUSDT, position side not sent, reduceOnly true: accepted",
    `      expected: ${id} FILLED, BTCUSDT BOTH 0.001 | exchange: BTCUSDT BOTH 0.001`,
  ]);
});

test("a follow-up that adds steps is shown alone", async () => {
  const shown = await viewFailure(scenario, shippedPipeline, aSecondRunHasNothingToDo);
  expect(shown.observed).toBeNull();
  expect(shown.followUp?.observation.runs.length).toBe(3);
});

test("a follow-up that differs otherwise is shown after the scenario, with what differs", async () => {
  const orders = [1, 2].map((index) =>
    observedOrder({ clientOrderId: ownId(index), orderId: `${index}` }),
  );
  const written = scenarioWith({
    exchange: { orders },
    steps: [{ kind: "snapshot" }, { kind: "reconcile" }],
  });
  const shown = await viewFailure(written, shippedPipeline, inputOrderDoesNotMatter);
  const text = renderCounterexample(
    counterexampleWith({ scenario: written }),
    timelinesOf(shown, written, null),
  );
  expect(text).toMatch(
    /\nStep by step:\n[^]*\nThe follow-up starts with:\n {2}exchange[^]*\nThe follow-up, step by step:\n/,
  );
  expect(text.match(/run 1: dry_run/g)).toHaveLength(2);
});

test("where a property of one run fails only in a follow-up, that follow-up is shown", async () => {
  let runs = 0;
  const cancelsAfterSecondRun: Target = {
    name: "cancels after the second run",
    start: () => {
      runs = 0;
    },
    reconcile: (inputs, services) => {
      runs += 1;
      if (runs === 2) setImmediate(() => void services.port.cancelOrder(forgedPermit, probe));
      return shippedPipeline.reconcile(inputs, services);
    },
  };
  const once = scenarioWith({ steps: [{ kind: "snapshot" }, { kind: "reconcile" }] });
  const shown = await viewFailure(once, cancelsAfterSecondRun, portCallsHappenInsideARun);
  expect(shown.followUp?.observation.callsOutsideRuns).toHaveLength(1);
});

test("a failure of the audit trail shows its events and the port faults", async () => {
  const crashed = scenarioWith({
    gates: openGates,
    config: { action: "flatten", auditEnabled: true },
    exchange: { positions: [longPosition], prices: { BTCUSDT: "50000" } },
    steps: [
      {
        kind: "set-port-faults",
        faults: [
          { kind: "reject", code: -2022, message: "no" },
          { kind: "timeout", applied: true },
          { kind: "disconnect", applied: false },
          { kind: "delayed", afterMs: 9 },
        ],
      },
      { kind: "snapshot" },
      { kind: "reconcile" },
      { kind: "crash", afterInteractions: 0 },
      { kind: "snapshot" },
      { kind: "reconcile" },
    ],
  });
  const shown = await viewFailure(crashed, shippedPipeline, auditAccountsForEveryEffect);
  const lines = renderTimeline(caseIn(shown), 2);
  expect(lines[0]).toBe(
    "  port faults: reject -2022; timeout, applied; disconnect, not applied; timeout, applied after 9 ms",
  );
  expect(lines.filter((line) => /run \d|AUDIT|PORT/.test(line))).toEqual([
    "  run 1: live",
    "      PORT placeMarketOrder SELL 0.001 BTCUSDT, position side not sent, reduceOnly true: rejected -2022",
    expect.stringMatching(/^ {6}AUDIT REMEDIATE_ATTEMPT 1 flatten BTCUSDT grinder_\S+$/),
    expect.stringMatching(/^ {6}AUDIT REMEDIATE_RESULT 1 flatten BTCUSDT grinder_\S+: failed$/),
    "      AUDIT RECONCILE_RUN failed",
    "▶ run 2: the process crashed, after 1 ms",
    "      AUDIT no event",
  ]);
});

test("of a run that floods the port only the first calls are listed", async () => {
  const cancelsInALoop: Target = {
    name: "cancels in a loop",
    reconcile: async (inputs, services) => {
      for (let call = 0; call < 50; call += 1) {
        await services.port.cancelOrder(forgedPermit, probe).catch(() => undefined);
      }
      return shippedPipeline.reconcile(inputs, services);
    },
  };
  const once = scenarioWith({ steps: [{ kind: "snapshot" }, { kind: "reconcile" }] });
  const shown = await viewFailure(once, cancelsInALoop, ordersBeatPositions);
  const lines = renderTimeline(caseIn(shown), 1);
  expect(lines.filter((line) => line.includes("PORT cancelOrder"))).toHaveLength(20);
  expect(lines.at(-1)).toBe("      and 30 more port calls");
});
