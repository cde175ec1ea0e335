/** Turns mismatches into a plan: an intent for each remediation that passed, an outcome for the rest. */
import { absolute, signOf } from "../domain/decimal.ts";
import { buildClientOrderId } from "../domain/client-order-id.ts";
import type { Config } from "../domain/config.ts";
import type { Mismatch, PositionMismatch } from "../domain/mismatch.ts";
import type { PlaceMarketOrder, PortRequest } from "../domain/port-call.ts";
import type { Outcome, RemediationKind } from "../domain/run-report.ts";
import { findBlock, limits, type LimitContext, type Limits } from "./limits.ts";
import { routeMismatches } from "./route.ts";

/** One remediation that may be executed: at most one port call. */
export type Intent = {
  readonly mismatch: Mismatch;
  readonly kind: RemediationKind;
  readonly request: PortRequest;
};

export type PlannedStep = Intent | { readonly mismatch: Mismatch; readonly outcome: Outcome };

export type PlanDecisions = {
  readonly routeMismatches: typeof routeMismatches;
  readonly limits: Limits;
  readonly requestFor: typeof requestFor;
};

export const planDecisions: PlanDecisions = { routeMismatches, limits, requestFor };

/** Plans everything that live mode would send, and sends nothing. Keeps the order of the mismatches. */
export function planRemediation(
  mismatches: readonly Mismatch[],
  runContext: Omit<LimitContext, "attempts" | "symbols">,
  decisions: PlanDecisions = planDecisions,
): PlannedStep[] {
  if (mismatches.length === 0) return [];
  const { config, nowMs, lastPortCallAtMs, priorCalls, rejectedParts } = runContext;
  const limitsInOrder = Object.values(decisions.limits);
  const symbols = new Set<string>();
  // Field by field: a spread costs more than all limits together.
  const context = {
    config,
    nowMs,
    lastPortCallAtMs,
    priorCalls,
    rejectedParts,
    attempts: 0,
    symbols,
  };
  const routes = decisions.routeMismatches(mismatches, config.action);
  return mismatches.map((mismatch, index) => {
    const route = routes[index];
    if (route === undefined) throw new Error("every mismatch has a route; this is a defect");
    if ("outcome" in route) return { mismatch, outcome: route.outcome };
    const block = findBlock(mismatch, context, limitsInOrder);
    if (block !== null) {
      const { reason, detail } = block;
      return { mismatch, outcome: { status: "blocked", kind: route.remediate, reason, detail } };
    }
    context.attempts += 1;
    symbols.add(mismatch.symbol);
    const request = decisions.requestFor(mismatch, config, nowMs, context.attempts);
    return { mismatch, kind: route.remediate, request };
  });
}

/** The request that remediates a mismatch; `sequence` counts the requests of a run from 1. */
function requestFor(
  mismatch: Mismatch,
  config: Config,
  nowMs: number,
  sequence: number,
): PortRequest {
  if (mismatch.type === "POSITION_NONZERO_UNEXPECTED") {
    return flattenOrder(mismatch, config, nowMs, sequence);
  }
  const { symbol, clientOrderId } = mismatch;
  return { method: "cancelOrder", symbol, clientOrderId };
}

// Two runs may start in one second, and an id must be unique: the milliseconds distinguish them.
const sequencesAMs = 1_000;

/**
 * A market order on the opposite side for the whole observed quantity. One-way mode sends
 * `reduceOnly`. Hedge mode sends the position side, and the venue rejects the two together.
 */
function flattenOrder(
  { symbol, observed }: PositionMismatch,
  config: Config,
  nowMs: number,
  sequence: number,
): PlaceMarketOrder {
  const { positionSide, quantity } = observed;
  return {
    method: "placeMarketOrder",
    symbol,
    clientOrderId: buildClientOrderId({
      prefix: config.clientOrderIdPrefix,
      strategy: config.allowedStrategies[0] ?? "",
      symbol,
      level: "0",
      seconds: String(Math.floor(nowMs / 1_000)),
      sequence: String((nowMs % 1_000) * sequencesAMs + sequence),
    }),
    side: signOf(quantity) === 1 ? "SELL" : "BUY",
    quantity: absolute(quantity),
    positionSide: positionSide === "BOTH" ? null : positionSide,
    reduceOnly: positionSide === "BOTH" ? true : null,
  };
}
