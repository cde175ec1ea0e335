/**
 * The outcome of every mismatch in a correct pipeline, with the first reason where it is blocked.
 * Each routing rule and limit is written here a second time, in the same order as in the pipeline.
 */
import { Big } from "big.js";
import type { RunContext } from "../../src/simulation/observation.ts";
import type { BlockReason } from "../../src/domain/run-report.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { attemptLimitReason, isInWindow } from "./attempts.ts";
import { knownBanEnd } from "./ban.ts";
import { closingParts } from "./filters.ts";
import { snapshotRejection, type ExpectedMismatch } from "./expected-mismatches.ts";
import { isCancellableStatus, isLiveOrder } from "./order-status.ts";
import { isOwnOrder } from "./own-order.ts";

/** One for each request that a mismatch needs: a close that is split has several. */
export type ExpectedOutcome = {
  readonly mismatch: ExpectedMismatch;
  /** `permitted`: a dry run plans the remediation, a live run sends it. */
  readonly status:
    | "permitted"
    | "blocked"
    | "deferred"
    | "not_routed"
    | "skipped_terminal"
    | "skipped_no_action";
  /** Null unless blocked. */
  readonly reason: BlockReason | null;
  /** Of the order, where filters can round or split a close; else null: the order closes the whole position. */
  readonly quantity: string | null;
};

/** In the order of the mismatches. The rest of a close that a limit cuts is one blocked outcome. */
export function expectedOutcomes(
  scenario: Scenario,
  context: RunContext,
  mismatches: readonly ExpectedMismatch[],
): ExpectedOutcome[] {
  if (mismatches.length === 0) return [];
  const { config } = scenario;
  const hasLiveOrder = mismatches.some(({ order }) => isLiveOrder(order));
  // A position may be flattened only where both lists of orders are known.
  const rejection =
    snapshotRejection("orders", context, scenario) ??
    snapshotRejection("conditionalOrders", context, scenario);
  const runReason =
    (isCoolingDown(scenario, context) ? "cooldown_not_elapsed" : null) ??
    (context.atMs < knownBanEnd(context) ? "rate_limited" : null);
  const maxPermitted = config.maxAttemptsPerWindow - callsInWindow(context, scenario);
  const symbols = new Set<string>();
  let permitted = 0;
  const outcomes: ExpectedOutcome[] = [];
  for (const mismatch of mismatches) {
    const unrouted = unroutedStatus(mismatch, scenario, hasLiveOrder);
    if (unrouted !== null) {
      outcomes.push({ mismatch, status: unrouted, reason: null, quantity: null });
      continue;
    }
    const { symbol } = mismatch;
    const parts = closingParts(mismatch, scenario, config.maxOrdersPerAction + 1) ?? whole;
    for (let part = 0; part === 0 || part < parts.length; part += 1) {
      const reason =
        (mismatch.position === null ? null : rejection) ??
        runReason ??
        remediationReason(mismatch, scenario) ??
        (parts.length === 0 ? "below_minimum" : null) ??
        attemptLimitReason(mismatch, scenario, context, part) ??
        (permitted >= maxPermitted ? "max_attempts_reached" : null) ??
        (permitted >= config.maxOrdersPerAction ? "max_orders_reached" : null) ??
        (!symbols.has(symbol) && symbols.size >= config.maxSymbolsPerAction
          ? "max_symbols_reached"
          : null);
      if (reason !== null) {
        outcomes.push({ mismatch, status: "blocked", reason, quantity: null });
        break;
      }
      permitted += 1;
      symbols.add(symbol);
      const quantity = parts[part] ?? null;
      outcomes.push({ mismatch, status: "permitted", reason: null, quantity });
    }
  }
  return outcomes;
}

/** Of a cancel, and of a close without filters. */
const whole: readonly null[] = [null];

/** Null for a mismatch that the action routes to a remediation. */
function unroutedStatus(
  { order, position }: ExpectedMismatch,
  { config: { action } }: Scenario,
  hasLiveOrder: boolean,
): Exclude<ExpectedOutcome["status"], "permitted" | "blocked"> | null {
  if (position !== null) {
    if (hasLiveOrder) return "deferred";
    return action === "flatten" || action === "cancel_then_flatten" ? null : "not_routed";
  }
  if (order === null) return "skipped_no_action";
  if (!isLiveOrder(order)) return "skipped_terminal";
  return action === "cancel_all" || action === "cancel_then_flatten" ? null : "not_routed";
}

function remediationReason(mismatch: ExpectedMismatch, { config }: Scenario): BlockReason | null {
  const { symbol, clientOrderId, order, position } = mismatch;
  if (config.symbolWhitelist.length === 0) {
    if (config.requireWhitelist) return "whitelist_required";
  } else if (!config.symbolWhitelist.some((name) => name === symbol)) {
    return "symbol_not_in_whitelist";
  }
  if (position === null) {
    if (!isOwnOrder(clientOrderId, config)) return "no_grinder_prefix";
    return isCancellableStatus(order?.status) ? null : "order_status_not_actionable";
  }
  const { markPrice, quantity } = position;
  if (!isQuotedInUsdt(symbol)) return "price_unavailable";
  if (markPrice === null || !/[1-9]/.test(markPrice)) return "price_unavailable";
  const notional = new Big(quantity).times(markPrice).abs();
  return notional.gt(config.maxFlattenNotionalUsdt) ? "notional_exceeds_limit" : null;
}

/** USDC counts as USDT; a dated contract has its date at the end. */
export function isQuotedInUsdt(symbol: string): boolean {
  const [name = ""] = symbol.split("_");
  return name.endsWith("USDT") || name.endsWith("USDC");
}

function callsInWindow({ priorCalls, atMs }: RunContext, scenario: Scenario): number {
  let calls = 0;
  for (const call of priorCalls) if (isInWindow(call.atMs, atMs, scenario)) calls += 1;
  return calls;
}

export function isCoolingDown({ config }: Scenario, context: RunContext): boolean {
  const { atMs, lastPortCallAtMs } = context;
  return lastPortCallAtMs !== null && atMs - lastPortCallAtMs < config.cooldownSeconds * 1_000;
}
