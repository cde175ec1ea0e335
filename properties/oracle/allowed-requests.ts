/**
 * What a run may send, in order: the requests that every routing rule and every limit let pass, told
 * by other code than the pipeline's. Ids of flatten orders are the target's own business.
 */
import { Big } from "big.js";
import type { RunSituation } from "../../src/domain/observation.ts";
import type { PortRequest } from "../../src/domain/port-call.ts";
import type { Scenario } from "../../src/domain/scenario.ts";
import { differences, isLiveOrder, isReadable } from "./differences.ts";
import type { Difference } from "./differences.ts";
import { isOurOrder } from "./owner.ts";

export function allowedRequests(scenario: Scenario, situation: RunSituation): string[] {
  const { config } = scenario;
  const found = differences(scenario, situation);
  const standing = found.some(({ order }) => isLiveOrder(order));
  const symbols = new Set<string>();
  const allowed: string[] = [];
  if (isCoolingDown(scenario, situation) || !isReadable("orders", situation, scenario)) return [];
  for (const difference of found) {
    const { symbol, position } = difference;
    if (
      position === null
        ? !mayCancel(difference, scenario)
        : standing || !mayFlatten(difference, scenario)
    )
      continue;
    if (config.requireWhitelist && config.symbolWhitelist.length === 0) continue;
    if (
      config.symbolWhitelist.length > 0 &&
      !config.symbolWhitelist.some((name) => name === symbol)
    )
      continue;
    if (allowed.length >= config.maxOrdersPerAction) continue;
    if (!symbols.has(symbol) && symbols.size >= config.maxSymbolsPerAction) continue;
    symbols.add(symbol);
    allowed.push(describeAllowed(difference));
  }
  return allowed;
}

export function isCoolingDown({ config }: Scenario, situation: RunSituation): boolean {
  const { atMs, lastPortCallAtMs } = situation;
  return lastPortCallAtMs !== null && atMs - lastPortCallAtMs < config.cooldownSeconds * 1_000;
}

function mayCancel({ order, clientOrderId }: Difference, { config }: Scenario): boolean {
  return (
    (config.action === "cancel_all" || config.action === "cancel_then_flatten") &&
    (order?.status === "OPEN" || order?.status === "PARTIALLY_FILLED") &&
    isOurOrder(clientOrderId, config)
  );
}

function mayFlatten({ position }: Difference, { config }: Scenario): boolean {
  if (config.action !== "flatten" && config.action !== "cancel_then_flatten") return false;
  if (position === null || position.markPrice === null) return false;
  const price = new Big(position.markPrice);
  const notional = new Big(position.quantity).times(price).abs();
  return price.gt(0) && notional.lte(config.maxFlattenNotionalUsdt);
}

function describeAllowed({ symbol, clientOrderId, position }: Difference): string {
  if (position === null) return `cancel ${symbol} ${clientOrderId}`;
  const { positionSide, quantity } = position;
  const side = quantity.startsWith("-") ? "BUY" : "SELL";
  const how = positionSide === "BOTH" ? "reduce-only" : `on ${positionSide}`;
  return `${side} ${symbol} ${quantity.replace("-", "")} ${how}`;
}

/** The same words for a request that was planned or sent. */
export function describeRequest(request: PortRequest): string {
  if (request.method === "cancelOrder") return `cancel ${request.symbol} ${request.clientOrderId}`;
  const { side, symbol, quantity, positionSide, reduceOnly } = request;
  const marks = [
    reduceOnly === true ? "reduce-only" : "",
    positionSide === null ? "" : `on ${positionSide}`,
  ];
  return [side, symbol, quantity, ...marks.filter((mark) => mark !== "")].join(" ");
}
