/** Turns mismatches into a plan: an intent for each remediation that passed, an outcome for the rest. */
import { absolute, signOf, type Decimal } from "../domain/decimal.ts";
import { buildClientOrderId, type ClientOrderId } from "../domain/client-order-id.ts";
import { buildWithTemplate } from "../domain/id-template.ts";
import type { Config } from "../domain/config.ts";
import type { Mismatch, PositionMismatch } from "../domain/mismatch.ts";
import type { PlaceMarketOrder, PortRequest } from "../domain/port-call.ts";
import type { SymbolFilters } from "../domain/filters.ts";
import type { Outcome, RemediationKind } from "../domain/run-report.ts";
import { partsOf } from "./filters.ts";
import { findBlock, limits, type LimitContext, type Limits } from "./limits.ts";
import { routeMismatches } from "./route.ts";

/** One request that may be executed: at most one port call. A close that is split has several. */
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
  readonly partsOf: (...args: Parameters<typeof partsOf>) => Iterable<Decimal>;
};

export const planDecisions: PlanDecisions = { routeMismatches, limits, requestFor, partsOf };

type RunContext = Omit<LimitContext, "attempts" | "symbols" | "parts">;

/** Plans everything that live mode would send, and sends nothing. Keeps the order of the mismatches. */
export function planRemediation(
  mismatches: readonly Mismatch[],
  runContext: RunContext,
  decisions: PlanDecisions = planDecisions,
): PlannedStep[] {
  if (mismatches.length === 0) return [];
  const { config, nowMs, lastPortCallAtMs, priorCalls, rejectedParts, filters } = runContext;
  const limitsInOrder = Object.values(decisions.limits);
  const symbols = new Set<string>();
  // Field by field: a spread costs more than all limits together.
  const context = {
    config,
    nowMs,
    lastPortCallAtMs,
    priorCalls,
    rejectedParts,
    filters,
    attempts: 0,
    symbols,
    parts: 0,
  };
  const routes = decisions.routeMismatches(mismatches, config.action);
  const steps: PlannedStep[] = [];
  for (let index = 0; index < mismatches.length; index += 1) {
    const [mismatch, route] = [mismatches[index], routes[index]];
    if (mismatch === undefined || route === undefined) {
      throw new Error("every mismatch has a route; this is a defect");
    }
    if ("outcome" in route) {
      steps.push({ mismatch, outcome: route.outcome });
      continue;
    }
    const kind = route.remediate;
    context.parts = 0;
    const bounds = filters?.[mismatch.symbol];
    for (const part of quantitiesOf(mismatch, bounds, decisions)) {
      const block = findBlock(mismatch, context, limitsInOrder);
      if (block !== null) {
        const { reason, detail } = block;
        steps.push({ mismatch, outcome: { status: "blocked", kind, reason, detail } });
        break;
      }
      context.attempts += 1;
      context.parts += 1;
      symbols.add(mismatch.symbol);
      const request = decisions.requestFor(mismatch, config, nowMs, context.attempts, part);
      steps.push({ mismatch, kind, request });
    }
  }
  return steps;
}

/** Null is the whole quantity, and the one quantity of a cancel. */
const whole: readonly null[] = [null];

/** One for each request that the remediation needs; a limit blocks a close that cannot be sent. */
function quantitiesOf(
  mismatch: Mismatch,
  bounds: SymbolFilters | undefined,
  decisions: PlanDecisions,
): Iterable<Decimal | null> {
  if (bounds === undefined || mismatch.type !== "POSITION_NONZERO_UNEXPECTED") return whole;
  const parts = decisions.partsOf(mismatch.observed, bounds);
  return isEmpty(parts) ? whole : decisions.partsOf(mismatch.observed, bounds);
}

function isEmpty(items: Iterable<unknown>): boolean {
  return items[Symbol.iterator]().next().done === true;
}

/**
 * The request that remediates a mismatch; `sequence` counts the requests of a run from 1. `part` is the quantity of
 * one order of a close that is rounded or split; null is the whole quantity.
 */
function requestFor(
  mismatch: Mismatch,
  config: Config,
  nowMs: number,
  sequence: number,
  part: Decimal | null,
): PortRequest {
  if (mismatch.type === "POSITION_NONZERO_UNEXPECTED") {
    return flattenOrder(mismatch, config, nowMs, sequence, part);
  }
  const { symbol, clientOrderId } = mismatch;
  return mismatch.orderList === undefined
    ? { method: "cancelOrder", symbol, clientOrderId }
    : { method: "cancelConditionalOrder", symbol, clientOrderId };
}

// Two runs may start in one second, and an id must be unique: the milliseconds distinguish them.
const sequencesAMs = 1_000;

function flattenId(
  symbol: PositionMismatch["symbol"],
  { clientOrderIdPrefix: prefix, clientOrderIdTemplate: template, allowedStrategies }: Config,
  nowMs: number,
  sequence: number,
): ClientOrderId {
  const parts = {
    prefix,
    strategy: allowedStrategies[0] ?? "",
    symbol,
    level: "0",
    seconds: String(Math.floor(nowMs / 1_000)),
    sequence: String((nowMs % 1_000) * sequencesAMs + sequence),
  };
  return template === undefined ? buildClientOrderId(parts) : buildWithTemplate(template, parts);
}

/**
 * A market order on the opposite side for the whole observed quantity, or a part of it. One-way mode sends
 * `reduceOnly`. Hedge mode sends the position side, and the venue rejects the two together.
 */
function flattenOrder(
  { symbol, observed }: PositionMismatch,
  config: Config,
  nowMs: number,
  sequence: number,
  part: Decimal | null,
): PlaceMarketOrder {
  const { positionSide, quantity } = observed;
  return {
    method: "placeMarketOrder",
    symbol,
    clientOrderId: flattenId(symbol, config, nowMs, sequence),
    side: signOf(quantity) === 1 ? "SELL" : "BUY",
    quantity: part ?? absolute(quantity),
    positionSide: positionSide === "BOTH" ? null : positionSide,
    reduceOnly: positionSide === "BOTH" ? true : null,
  };
}
