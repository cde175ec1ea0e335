/** The port request that a mismatch needs, and requests as text. */
import { Big } from "big.js";
import type { PortRequest } from "../../src/domain/port-call.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { ExpectedMismatch } from "./expected-mismatches.ts";
import type { ExpectedOutcome } from "./expected-outcomes.ts";
import { filterBreach, filtersOf } from "./filters.ts";

/** The same text for every request with the same intent, such as `flatten BTCUSDT LONG`. */
export function intentOfRequest(request: PortRequest): string {
  return request.method === "cancelOrder"
    ? describeRequest(request)
    : `flatten ${request.symbol} ${request.positionSide ?? "BOTH"}`;
}

export function intentOfMismatch({ symbol, clientOrderId, position }: ExpectedMismatch): string {
  return position === null
    ? `cancel ${symbol} ${clientOrderId}`
    : `flatten ${symbol} ${position.positionSide}`;
}

/** Whether the request has the intent of the mismatch. To compare their texts takes longer. */
export function hasIntentOf(
  request: PortRequest,
  { symbol, clientOrderId, position }: ExpectedMismatch,
): boolean {
  if (request.symbol !== symbol) return false;
  return request.method === "cancelOrder"
    ? position === null && request.clientOrderId === clientOrderId
    : position !== null && (request.positionSide ?? "BOTH") === position.positionSide;
}

/**
 * Whether the request remediates the mismatch, or a part of it where the venue has filters. The target chooses the id
 * of a flatten order, and how it splits a close.
 */
export function matchesExpected(
  request: PortRequest,
  mismatch: ExpectedMismatch,
  scenario: Scenario,
): boolean {
  const { symbol, clientOrderId, position } = mismatch;
  if (request.symbol !== symbol) return false;
  if (request.method === "cancelOrder") {
    return position === null && request.clientOrderId === clientOrderId;
  }
  if (position === null) return false;
  const { positionSide, quantity } = position;
  return (
    request.side === (quantity.startsWith("-") ? "BUY" : "SELL") &&
    (filtersOf(symbol, scenario) === undefined
      ? request.quantity === closingQuantity(quantity)
      : filterBreach(request, position.markPrice, scenario) === null) &&
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

export function describeRequest(request: PortRequest): string {
  if (request.method === "cancelOrder") return `cancel ${request.symbol} ${request.clientOrderId}`;
  const { side, symbol, quantity, positionSide, reduceOnly } = request;
  const leg = positionSide === null ? "" : ` on ${positionSide}`;
  return `${side} ${symbol} ${quantity}${reduceOnly === true ? " reduce-only" : ""}${leg}`;
}
