/** A bot may write an equal value differently: no property, no comparison of two runs, no smoke test minds. */
import { expect, test } from "vitest";
import { enumerateAll } from "./enumeration/all.ts";
import { judgeCase } from "../src/fuzz/judge-case.ts";
import { decimalSchema } from "../src/domain/decimal.ts";
import type { AuditEvent } from "../src/domain/audit-event.ts";
import type { PortRequest } from "../src/domain/port-call.ts";
import { applyOrderUpdate } from "../src/pipeline/order-update.ts";
import { reconcile } from "../src/pipeline/run.ts";
import type { Scenario } from "../src/scenario/scenario.ts";
import { readScenarios } from "../src/scenario/scenario-files.ts";
import { judgeExpectation } from "../src/smoke/judge-expectation.ts";
import { runScenario } from "../src/simulation/run-scenario.ts";
import { shippedPipeline, type Target } from "../src/simulation/target.ts";
import {
  expectedOrder,
  openGates,
  ownId,
  scenarioWith,
  startsAtMs,
} from "../src/test-fixtures/scenarios.ts";
import { allProperties } from "./all.ts";

const padded = (quantity: string): string => `${quantity}${quantity.includes(".") ? "" : "."}00`;

function rewrite<Request extends PortRequest>(request: Request): Request {
  if (request.method !== "placeMarketOrder") return request;
  const { positionSide, quantity } = request;
  return { ...request, quantity: padded(quantity), positionSide: positionSide ?? "BOTH" };
}

function rewriteEvent(event: AuditEvent): AuditEvent {
  if (event.event_type !== "REMEDIATE_ATTEMPT" || event.quantity === null) return event;
  const { quantity, position_side } = event;
  return { ...event, quantity: padded(quantity), position_side: position_side ?? "BOTH" };
}

/** Writes every request of the shipped pipeline with more zeros, and the default position side. */
const verbose: Target = {
  name: "verbose",
  reconcile: async (inputs, { nowMs, newRunId, readSnapshot, audit, port }) => {
    const report = await reconcile(inputs, {
      nowMs,
      newRunId,
      readSnapshot,
      audit: { append: (event) => audit.append(rewriteEvent(event)) },
      port: {
        ...port,
        placeMarketOrder: (permit, request) => port.placeMarketOrder(permit, rewrite(request)),
      },
    });
    if (report.mode === "refused") return report;
    const results = report.results.map(({ mismatch, outcome }) => ({
      mismatch,
      outcome:
        "request" in outcome && outcome.status !== "planned"
          ? { ...outcome, request: rewrite(outcome.request) }
          : outcome,
    }));
    return { ...report, results };
  },
};

const positions = [{ symbol: "BTCUSDT", quantity: "0.0100" }];
const trailingZeros = scenarioWith({ gates: openGates, exchange: { positions } });
const audited = scenarioWith({
  gates: openGates,
  config: { auditEnabled: true },
  exchange: { positions },
});

async function failuresOf(scenarios: readonly Scenario[], target = verbose): Promise<string[]> {
  const failures: string[] = [];
  for (const scenario of scenarios) {
    const { verdicts } = await judgeCase(scenario, target, allProperties);
    for (const verdict of verdicts) if (verdict.kind === "fail") failures.push(verdict.check);
  }
  return failures;
}

test("no property fails on zeros at the end, or on the default position side", async () => {
  expect(await failuresOf([trailingZeros, audited])).toEqual([]);
  const flattens = enumerateAll(readScenarios("all")).filter(
    ({ exchange }) => exchange.positions.length > 0,
  );
  expect(flattens.length).toBeGreaterThan(100);
  expect(await failuresOf(flattens.filter((_, at) => at % 20 === 0))).toEqual([]);
});

/** Writes the expected positions with more zeros, and in another order, after each order update. */
const rewritesPositions: Target = {
  ...shippedPipeline,
  applyOrderUpdate: (expected, update) => {
    const booked = applyOrderUpdate(expected, update);
    const rewritten = booked.positions.map((position) => {
      const quantity = decimalSchema.parse(padded(position.quantity));
      return { ...position, quantity };
    });
    return { orders: booked.orders, positions: rewritten.toReversed() };
  },
};

test("no property fails on zeros at the end, or on another order, of expected positions", async () => {
  const fills = [1, 2].map((level) => {
    const clientOrderId = ownId(level);
    const status = "FILLED" as const;
    const updatedAtMs = startsAtMs;
    return {
      kind: "order-update",
      clientOrderId,
      status,
      updatedAtMs,
      filledQuantity: "0.5",
    } as const;
  });
  const orders = [
    expectedOrder({ quantity: "0.5" }),
    expectedOrder({ clientOrderId: ownId(2), symbol: "ETHUSDT", quantity: "0.5" }),
  ];
  const scenario = scenarioWith({
    expected: { orders, positions: [{ symbol: "BTCUSDT", quantity: "-0.5" }] },
    steps: [...fills, { kind: "snapshot" }, { kind: "reconcile" }],
  });
  expect(await failuresOf([scenario], rewritesPositions)).toEqual([]);
});

test("the smoke test passes in both modes, also with another id for the flatten", async () => {
  for (const scenario of readScenarios("all")) {
    for (const run of [scenario, { ...scenario, gates: openGates }]) {
      expect(judgeExpectation(run, await runScenario(run, verbose)).kind).toBe("pass");
      const observed = await runScenario({ ...run, startsAtMs: run.startsAtMs + 1_000 }, verbose);
      expect(judgeExpectation(run, observed).kind).toBe("pass");
    }
  }
});
