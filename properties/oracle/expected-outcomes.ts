/**
 * What has to become of every difference: acted on, or held back and why. Each routing rule and each
 * limit is told here by other code than the pipeline's, plainly and in the same order.
 */
import { Big } from "big.js";
import type { RunSituation } from "../../src/simulation/observation.ts";
import type { PortRequest } from "../../src/domain/port-call.ts";
import type { BlockReason } from "../../src/domain/run-report.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { isLiveOrder, whyUnreadable } from "./expected-mismatches.ts";
import type { Difference } from "./expected-mismatches.ts";
import { isOurOrder } from "./own-order.ts";

export type Decision = {
  readonly difference: Difference;
  readonly becomes:
    "acted_on" | "blocked" | "deferred" | "not_routed" | "skipped_terminal" | "skipped_no_action";
  /** Of what is blocked. */
  readonly reason: BlockReason | null;
};

/** One decision a difference, in their order. */
export function decide(
  scenario: Scenario,
  situation: RunSituation,
  found: readonly Difference[],
): Decision[] {
  if (found.length === 0) return [];
  const standing = found.some(({ order }) => isLiveOrder(order));
  const whole =
    whyUnreadable("orders", situation, scenario) ??
    (isCoolingDown(scenario, situation) ? "cooldown_not_elapsed" : null);
  const symbols = new Set<string>();
  let acts = 0;
  return found.map((difference): Decision => {
    const unrouted = whyNotRouted(difference, scenario, standing);
    if (unrouted !== null) return { difference, becomes: unrouted, reason: null };
    const { config } = scenario;
    const { symbol } = difference;
    const reason =
      whole ??
      whyHeldBack(difference, scenario) ??
      whyTriedEnough(difference, scenario, situation) ??
      (countRecent(situation, scenario) + acts >= config.maxAttemptsPerWindow
        ? "max_attempts_reached"
        : null) ??
      (acts >= config.maxOrdersPerAction ? "max_orders_reached" : null) ??
      (!symbols.has(symbol) && symbols.size >= config.maxSymbolsPerAction
        ? "max_symbols_reached"
        : null);
    if (reason !== null) return { difference, becomes: "blocked", reason };
    acts += 1;
    symbols.add(symbol);
    return { difference, becomes: "acted_on", reason: null };
  });
}

function whyNotRouted(
  { order, position }: Difference,
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

function whyHeldBack(difference: Difference, scenario: Scenario): BlockReason | null {
  const { config } = scenario;
  const { symbol, position } = difference;
  if (config.symbolWhitelist.length === 0) {
    if (config.requireWhitelist) return "whitelist_required";
  } else if (!config.symbolWhitelist.some((name) => name === symbol)) {
    return "symbol_not_in_whitelist";
  }
  return position === null
    ? whyNotCancelled(difference, scenario)
    : whyNotFlattened(position, scenario);
}

function whyNotCancelled(
  { order, clientOrderId }: Difference,
  { config }: Scenario,
): BlockReason | null {
  if (!isOurOrder(clientOrderId, config)) return "no_grinder_prefix";
  return order?.status === "OPEN" || order?.status === "PARTIALLY_FILLED"
    ? null
    : "order_status_not_actionable";
}

function whyNotFlattened(
  { markPrice, quantity }: NonNullable<Difference["position"]>,
  { config }: Scenario,
): BlockReason | null {
  if (markPrice === null || !/[1-9]/.test(markPrice)) return "price_unavailable";
  const notional = new Big(quantity).times(markPrice).abs();
  return notional.gt(config.maxFlattenNotionalUsdt) ? "notional_exceeds_limit" : null;
}

/** The last calls about one thing, a letter each: Accepted, Rejected, Unknown. */
function whyTriedEnough(
  difference: Difference,
  scenario: Scenario,
  situation: RunSituation,
): BlockReason | null {
  const { maxAttemptsPerIntent } = scenario.config;
  if (situation.earlierCalls.length === 0 && maxAttemptsPerIntent > 0) return null;
  const place = difference.position === null ? difference.clientOrderId : difference.positionSide;
  const wanted = intentOf(
    difference.position === null ? "cancel" : "flatten",
    difference.symbol,
    place,
  );
  const letters = situation.earlierCalls
    .filter((call) => isRecent(call.atMs, situation.atMs, scenario))
    .filter(({ request }) => intentOfRequest(request) === wanted)
    .map(({ status }) => letterOf[status])
    .join("");
  if (/U[RU]+$/.test(letters)) return "outcome_unknown";
  return letters.length >= maxAttemptsPerIntent ? "max_attempts_reached" : null;
}

/** The letters of `whyTriedEnough`. */
export const letterOf = { accepted: "A", rejected: "R", unknown: "U", refused: "" } as const;

export function isRecent(atMs: number, nowMs: number, { config }: Scenario): boolean {
  return nowMs < atMs + config.attemptWindowSeconds * 1_000;
}

function countRecent({ earlierCalls, atMs }: RunSituation, scenario: Scenario): number {
  return earlierCalls.filter((call) => isRecent(call.atMs, atMs, scenario)).length;
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

export function isCoolingDown({ config }: Scenario, situation: RunSituation): boolean {
  const { atMs, lastPortCallAtMs } = situation;
  return lastPortCallAtMs !== null && atMs - lastPortCallAtMs < config.cooldownSeconds * 1_000;
}

/** Whether a request is the one that the difference asks for. The id of a flatten is the target's own. */
export function isAskedFor(request: PortRequest, difference: Difference): boolean {
  const { symbol, clientOrderId, position } = difference;
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

/** The words of `describeRequest` for the request that a difference asks for. */
export function describeAskedFor({ symbol, clientOrderId, position }: Difference): string {
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
