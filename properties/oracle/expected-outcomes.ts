/**
 * What has to become of every mismatch: acted on, or held back and why. Each routing rule and each
 * limit is told here by other code than the pipeline's, plainly and in the same order.
 */
import { Big } from "big.js";
import type { RunContext } from "../../src/simulation/observation.ts";
import type { PortRequest } from "../../src/domain/port-call.ts";
import type { BlockReason } from "../../src/domain/run-report.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { isLiveOrder, checkSnapshotPart } from "./expected-mismatches.ts";
import type { ExpectedMismatch } from "./expected-mismatches.ts";
import { isOwnOrder } from "./own-order.ts";

export type ExpectedOutcome = {
  readonly mismatch: ExpectedMismatch;
  readonly becomes:
    "acted_on" | "blocked" | "deferred" | "not_routed" | "skipped_terminal" | "skipped_no_action";
  /** Of what is blocked. */
  readonly reason: BlockReason | null;
};

/** One decision a mismatch, in their order. */
export function expectedOutcomes(
  scenario: Scenario,
  situation: RunContext,
  found: readonly ExpectedMismatch[],
): ExpectedOutcome[] {
  if (found.length === 0) return [];
  const standing = found.some(({ order }) => isLiveOrder(order));
  const whole =
    checkSnapshotPart("orders", situation, scenario) ??
    (isCoolingDown(scenario, situation) ? "cooldown_not_elapsed" : null);
  const symbols = new Set<string>();
  let acts = 0;
  return found.map((mismatch): ExpectedOutcome => {
    const unrouted = routingOutcome(mismatch, scenario, standing);
    if (unrouted !== null) return { mismatch, becomes: unrouted, reason: null };
    const { config } = scenario;
    const { symbol } = mismatch;
    const reason =
      whole ??
      blockReason(mismatch, scenario) ??
      attemptLimitReason(mismatch, scenario, situation) ??
      (countRecent(situation, scenario) + acts >= config.maxAttemptsPerWindow
        ? "max_attempts_reached"
        : null) ??
      (acts >= config.maxOrdersPerAction ? "max_orders_reached" : null) ??
      (!symbols.has(symbol) && symbols.size >= config.maxSymbolsPerAction
        ? "max_symbols_reached"
        : null);
    if (reason !== null) return { mismatch, becomes: "blocked", reason };
    acts += 1;
    symbols.add(symbol);
    return { mismatch, becomes: "acted_on", reason: null };
  });
}

function routingOutcome(
  { order, position }: ExpectedMismatch,
  { config: { action } }: Scenario,
  standing: boolean,
): "deferred" | "not_routed" | "skipped_terminal" | "skipped_no_action" | null {
  if (position !== null) {
    if (standing) return "deferred";
    return action === "flatten" || action === "cancel_then_flatten" ? null : "not_routed";
  }
  if (order === null) return "skipped_no_action";
  if (!isLiveOrder(order)) return "skipped_terminal";
  return action === "cancel_all" || action === "cancel_then_flatten" ? null : "not_routed";
}

function blockReason(mismatch: ExpectedMismatch, scenario: Scenario): BlockReason | null {
  const { config } = scenario;
  const { symbol, position } = mismatch;
  if (config.symbolWhitelist.length === 0) {
    if (config.requireWhitelist) return "whitelist_required";
  } else if (!config.symbolWhitelist.some((name) => name === symbol)) {
    return "symbol_not_in_whitelist";
  }
  return position === null
    ? cancelBlockReason(mismatch, scenario)
    : flattenBlockReason(position, scenario);
}

function cancelBlockReason(
  { order, clientOrderId }: ExpectedMismatch,
  { config }: Scenario,
): BlockReason | null {
  if (!isOwnOrder(clientOrderId, config)) return "no_grinder_prefix";
  return order?.status === "OPEN" || order?.status === "PARTIALLY_FILLED"
    ? null
    : "order_status_not_actionable";
}

function flattenBlockReason(
  { markPrice, quantity }: NonNullable<ExpectedMismatch["position"]>,
  { config }: Scenario,
): BlockReason | null {
  if (markPrice === null || !/[1-9]/.test(markPrice)) return "price_unavailable";
  const notional = new Big(quantity).times(markPrice).abs();
  return notional.gt(config.maxFlattenNotionalUsdt) ? "notional_exceeds_limit" : null;
}

/** The last calls about one thing, a letter each: Accepted, Rejected, Unknown. */
function attemptLimitReason(
  mismatch: ExpectedMismatch,
  scenario: Scenario,
  situation: RunContext,
): BlockReason | null {
  const { maxAttemptsPerIntent } = scenario.config;
  if (situation.priorCalls.length === 0 && maxAttemptsPerIntent > 0) return null;
  const place = mismatch.position === null ? mismatch.clientOrderId : mismatch.positionSide;
  const wanted = intentOf(
    mismatch.position === null ? "cancel" : "flatten",
    mismatch.symbol,
    place,
  );
  const letters = situation.priorCalls
    .filter((call) => isRecent(call.atMs, situation.atMs, scenario))
    .filter(({ request }) => intentOfRequest(request) === wanted)
    .map(({ status }) => replyLetters[status])
    .join("");
  if (/U[RU]+$/.test(letters)) return "outcome_unknown";
  return letters.length >= maxAttemptsPerIntent ? "max_attempts_reached" : null;
}

/** The letters of `attemptLimitReason`. */
export const replyLetters = { accepted: "A", rejected: "R", unknown: "U", refused: "" } as const;

export function isRecent(atMs: number, nowMs: number, { config }: Scenario): boolean {
  return nowMs < atMs + config.attemptWindowSeconds * 1_000;
}

function countRecent({ priorCalls, atMs }: RunContext, scenario: Scenario): number {
  return priorCalls.filter((call) => isRecent(call.atMs, atMs, scenario)).length;
}

/** What a request wants, and of what, in words that are the same for every request that wants it. */
export function intentOfRequest(request: PortRequest): string {
  return request.method === "cancelOrder"
    ? intentOf("cancel", request.symbol, request.clientOrderId)
    : intentOf("flatten", request.symbol, request.positionSide ?? "BOTH");
}

function intentOf(what: "cancel" | "flatten", symbol: string, which: string): string {
  return `${what} ${symbol} ${which}`;
}

export function isCoolingDown({ config }: Scenario, situation: RunContext): boolean {
  const { atMs, lastPortCallAtMs } = situation;
  return lastPortCallAtMs !== null && atMs - lastPortCallAtMs < config.cooldownSeconds * 1_000;
}

/** Whether a request is the one that the mismatch asks for. The id of a flatten is the target's own. */
export function matchesExpected(request: PortRequest, mismatch: ExpectedMismatch): boolean {
  const { symbol, clientOrderId, position } = mismatch;
  if (request.symbol !== symbol) return false;
  if (request.method === "cancelOrder") {
    return position === null && request.clientOrderId === clientOrderId;
  }
  if (position === null) return false;
  const { positionSide, quantity } = position;
  const isShort = quantity.startsWith("-");
  return (
    request.side === (isShort ? "BUY" : "SELL") &&
    request.quantity === (isShort ? quantity.slice(1) : quantity) &&
    request.positionSide === (positionSide === "BOTH" ? null : positionSide) &&
    request.reduceOnly === (positionSide === "BOTH" ? true : null)
  );
}

/** The words of `describeRequest` for the request that a mismatch asks for. */
export function describeExpected({ symbol, clientOrderId, position }: ExpectedMismatch): string {
  if (position === null) return `cancel ${symbol} ${clientOrderId}`;
  const { positionSide, quantity } = position;
  const side = quantity.startsWith("-") ? "BUY" : "SELL";
  const how = positionSide === "BOTH" ? "reduce-only" : `on ${positionSide}`;
  return `${side} ${symbol} ${quantity.replace("-", "")} ${how}`;
}

/** A request that was planned or sent, in words. */
export function describeRequest(request: PortRequest): string {
  if (request.method === "cancelOrder") return `cancel ${request.symbol} ${request.clientOrderId}`;
  const { side, symbol, quantity, positionSide, reduceOnly } = request;
  const marks = [
    reduceOnly === true ? "reduce-only" : "",
    positionSide === null ? "" : `on ${positionSide}`,
  ];
  return [side, symbol, quantity, ...marks.filter((mark) => mark !== "")].join(" ");
}
