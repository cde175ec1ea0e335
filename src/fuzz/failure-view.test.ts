import { expect, test } from "vitest";
import { aSecondRunHasNothingToDo } from "../../properties/metamorphic/a-second-run-has-nothing-to-do.ts";
import { ordersBeatPositions } from "../../properties/orders-beat-positions.ts";
import { auditAccountsForEveryEffect } from "../../properties/audit-accounts-for-every-effect.ts";
import { renderTimeline } from "../report/timeline.ts";
import { longPosition } from "../test-fixtures/observe.ts";
import { expectedOrder, openGates, ownId, scenarioWith } from "../test-fixtures/scenarios.ts";
import { viewFailure } from "./failure-view.ts";
import { shippedPipeline } from "../simulation/target.ts";

const scenario = scenarioWith({
  gates: openGates,
  config: { action: "flatten" },
  exchange: { positions: [longPosition], prices: { BTCUSDT: "50000" } },
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

test("a timeline names the orders of a sequence, and shows both states where one changed", async () => {
  const shown = await viewFailure(scenario, shippedPipeline, ordersBeatPositions);
  expect(shown.isFollowUp).toBe(false);
  const id = ownId();
  expect(renderTimeline(shown, 1)).toEqual([
    `  the bot places ${id}, BUY 0.001 BTCUSDT`,
    `      expected: ${id} OPEN | exchange: ${id} OPEN 0/0.001, BTCUSDT BOTH 0.001`,
    `  the exchange fills the rest of ${id}`,
    `      expected: ${id} OPEN | exchange: BTCUSDT BOTH 0.002`,
    `  order update: ${id} FILLED after 0 ms`,
    `      expected: ${id} FILLED | exchange: BTCUSDT BOTH 0.002`,
    `  order update: ${id} FILLED after 0 ms`,
    "  the clock advances by 1 ms",
    "  snapshot: orders ok, positions ok",
    "▶ run 1: live, after 1 ms",
    "      observed 1 order, 1 position",
    "      POSITION_NONZERO_UNEXPECTED BTCUSDT BOTH: executed",
    "      PORT placeMarketOrder SELL 0.002 BTCUSDT, position side not sent, reduceOnly true: accepted",
    `      expected: ${id} FILLED | exchange: nothing`,
  ]);
});

test("a relation shows the sequence that it makes", async () => {
  const shown = await viewFailure(scenario, shippedPipeline, aSecondRunHasNothingToDo);
  expect(shown.isFollowUp).toBe(true);
  expect(shown.observation.runs.length).toBe(4);
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
  const lines = renderTimeline(shown, 2);
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
