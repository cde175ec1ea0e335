/** The port request that a mismatch needs, and requests as text. */
import { Big } from "big.js";
import type { PlannedRequest } from "../../src/domain/port-call.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { ExpectedMismatch } from "./expected-mismatches.ts";
import type { ExpectedOutcome } from "./expected-outcomes.ts";
import { filterBreaches, filtersOf } from "./filters.ts";

/** The same text for every request with the same intent, such as `flatten BTCUSDT LONG`. */
export function intentOfRequest(request: PlannedRequest): string {
  return request.method === "placeMarketOrder"
    ? `flatten ${request.symbol} ${request.positionSide ?? "BOTH"}`
    : describeRequest(request);
}

export function intentOfMismatch(mismatch: ExpectedMismatch): string {
  const { symbol, clientOrderId, position, orderList } = mismatch;
  if (position !== null) return `flatten ${symbol} ${position.positionSide}`;
  return orderList === undefined
    ? `cancel ${symbol} ${clientOrderId}`
    : `cancel conditional ${symbol} ${clientOrderId}`;
}

/** Whether the request is the cancel of the order: one id may name an order in each list. */
function cancels(
  request: PlannedRequest,
  { clientOrderId, position, orderList }: ExpectedMismatch,
): boolean {
  const method = orderList === undefined ? "cancelOrder" : "cancelConditionalOrder";
  return position === null && request.method === method && request.clientOrderId === clientOrderId;
}

/** Whether the request has the intent of the mismatch. To compare their texts takes longer. */
export function hasIntentOf(request: PlannedRequest, mismatch: ExpectedMismatch): boolean {
  const { symbol, position } = mismatch;
  if (request.symbol !== symbol) return false;
  return request.method === "placeMarketOrder"
    ? position !== null && (request.positionSide ?? "BOTH") === position.positionSide
    : cancels(request, mismatch);
}

/**
 * Whether the request remediates the mismatch, or a part of it where the venue has filters. The target chooses the id
 * of a flatten order, and how it splits a close.
 */
export function matchesExpected(
  request: PlannedRequest,
  mismatch: ExpectedMismatch,
  scenario: Scenario,
): boolean {
  const { symbol, position } = mismatch;
  if (request.symbol !== symbol) return false;
  if (request.method !== "placeMarketOrder") return cancels(request, mismatch);
  if (position === null) return false;
  const { positionSide, quantity } = position;
  return (
    request.side === (quantity.startsWith("-") ? "BUY" : "SELL") &&
    (filtersOf(symbol, scenario) === undefined
      ? request.quantity === closingQuantity(quantity)
      : filterBreaches(request, position.markPrice, scenario).length === 0) &&
    request.positionSide === (positionSide === "BOTH" ? null : positionSide) &&
    request.reduceOnly === (positionSide === "BOTH" ? true : null)
  );
}

/** The text of `describeRequest` for the request that is due. */
export function describeExpected({
  mismatch,
  quantity: part,
}: Pick<ExpectedOutcome, "mismatch" | "quantity">): string {
  const { symbol, position } = mismatch;
  if (position === null) return intentOfMismatch(mismatch);
  const { positionSide, quantity } = position;
  const side = quantity.startsWith("-") ? "BUY" : "SELL";
  const parameters = positionSide === "BOTH" ? "reduce-only" : `on ${positionSide}`;
  return `${side} ${symbol} ${part ?? closingQuantity(quantity)} ${parameters}`;
}

/** As a recorded request has it: without sign, and without superfluous zeros. */
export function closingQuantity(quantity: string): string {
  return new Big(quantity).abs().toFixed();
}

export function describeRequest(request: PlannedRequest): string {
  if (request.method === "cancelOrder") return `cancel ${request.symbol} ${request.clientOrderId}`;
  if (request.method === "cancelConditionalOrder") {
    return `cancel conditional ${request.symbol} ${request.clientOrderId}`;
  }
  const { side, symbol, quantity, positionSide, reduceOnly } = request;
  const leg = positionSide === null ? "" : ` on ${positionSide}`;
  return `${side} ${symbol} ${quantity}${reduceOnly === true ? " reduce-only" : ""}${leg}`;
}
