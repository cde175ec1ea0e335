import { expect, test } from "vitest";
import { live } from "../test-fixtures/observe.ts";
import { observedOrder, ownId, startsAtMs } from "../test-fixtures/scenarios.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { openGates, scenarioWith } from "../test-fixtures/scenarios.ts";
import { pipelineWith } from "../test-fixtures/pipeline-with.ts";

const shared = { schema_version: 1, ts_ms: startsAtMs, run_id: "run-1" };
const config = { auditEnabled: true };

const intent = (sequence: number) => ({
  kind: "cancel",
  mode: "live",
  sequence,
  symbol: "BTCUSDT",
  client_order_id: ownId(sequence),
});

test("the events of a live run have every request and reply", async () => {
  const { auditEvents } = await live({
    config,
    exchange: { orders: [observedOrder(), observedOrder({ clientOrderId: ownId(2) })] },
    steps: [
      { kind: "snapshot" },
      {
        kind: "set-port-faults",
        faults: [{ kind: "accept" }, { kind: "reject", code: -2011, message: "Unknown order." }],
      },
      { kind: "reconcile" },
    ],
  });
  const attempt = (sequence: number) => ({
    ...shared,
    ...intent(sequence),
    event_type: "REMEDIATE_ATTEMPT",
    mismatch_type: "ORDER_EXISTS_UNEXPECTED",
    side: null,
    quantity: null,
    position_side: null,
    reduce_only: null,
  });
  const result = (sequence: number, answer: object) => ({
    ...shared,
    ...intent(sequence),
    event_type: "REMEDIATE_RESULT",
    ...answer,
  });
  expect(auditEvents).toEqual([
    attempt(1),
    result(1, { status: "executed", error_code: null, error_message: null }),
    attempt(2),
    result(2, { status: "failed", error_code: -2011, error_message: "Unknown order." }),
    {
      ...shared,
      event_type: "RECONCILE_RUN",
      mode: "live",
      action: "cancel_then_flatten",
      symbols: ["BTCUSDT"],
      mismatch_counts: {
        ORDER_EXISTS_UNEXPECTED: 2,
        ORDER_STATUS_DIVERGENCE: 0,
        ORDER_MISSING_ON_EXCHANGE: 0,
        POSITION_NONZERO_UNEXPECTED: 0,
      },
      status: "failed",
      block_reason: "port_error",
      details: {
        ts_start: startsAtMs,
        ts_end: startsAtMs,
        duration_ms: 0,
        cancel_count: 2,
        flatten_count: 0,
        executed_count: 1,
        planned_count: 0,
        blocked_count: 0,
        skipped_terminal: 0,
        skipped_no_action: 0,
      },
    },
  ]);
});

test("the attempt of a flatten has side, quantity and position parameters", async () => {
  const { auditEvents } = await live({
    config,
    exchange: {
      positionMode: "hedge",
      positions: [{ symbol: "BTCUSDT", positionSide: "SHORT", quantity: "-0.001" }],
    },
  });
  expect(auditEvents[0]).toMatchObject({
    kind: "flatten",
    mismatch_type: "POSITION_NONZERO_UNEXPECTED",
    side: "BUY",
    quantity: "0.001",
    position_side: "SHORT",
    reduce_only: null,
  });
});

test("the run event has the first ten symbols, sorted", async () => {
  const names = Array.from({ length: 12 }, (_, at) => `S${String(at).padStart(2, "0")}USDT`);
  const { auditEvents } = await live({
    config: { ...config, symbolWhitelist: names, action: "none" },
    exchange: { positions: names.toReversed().map((symbol) => ({ symbol, quantity: "1" })) },
  });
  expect(auditEvents).toMatchObject([{ symbols: names.slice(0, 10) }]);
});

test("each request uses its own method of the port", async () => {
  const called: string[] = [];
  const target = pipelineWith("watched", ({ port }) => ({
    port: {
      ...port,
      cancelOrder: (permit, request) => {
        called.push("cancelOrder");
        return port.cancelOrder(permit, request);
      },
      placeMarketOrder: (permit, request) => {
        called.push("placeMarketOrder");
        return port.placeMarketOrder(permit, request);
      },
    },
  }));
  const position = { symbol: "BTCUSDT", quantity: "0.001" };
  for (const exchange of [{ orders: [observedOrder()] }, { positions: [position] }]) {
    await runScenario(scenarioWith({ gates: openGates, exchange }), target);
  }
  expect(called).toEqual(["cancelOrder", "placeMarketOrder"]);
});

test("a snapshot from timestamp 0 is usable when no port call was made", async () => {
  const { run } = await live({
    startsAtMs: 0,
    exchange: { orders: [observedOrder({ updatedAtMs: 0 })] },
  });
  expect(run.status).toBe("executed");
});
