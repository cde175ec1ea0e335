/**
 * Deep, mutable copies of all that a target receives. Only the target has them, so it may change them.
 * Field by field, because a spread takes ten times as long.
 */
import type { Filters, SymbolFilters } from "../domain/filters.ts";
import type { ExpectedState } from "../domain/expected-state.ts";
import type { GateInputs } from "../domain/gate.ts";
import {
  copyConfig,
  copyExpectedConditionalOrder,
  copyExpectedOrder,
  copyObservedConditionalOrder,
  copyObservedOrder,
  type Mutable,
} from "../domain/copies.ts";
import type { PortReply, PortRequest, PriorCall } from "../domain/port-call.ts";
import type { OrderQueryReply } from "../domain/order-query.ts";
import type { ObservedPosition, Position } from "../domain/position.ts";
import type { Snapshot, SnapshotPart } from "../domain/snapshot.ts";
import type { RunInputs } from "../pipeline/run.ts";
import type { KnownCalls } from "../pipeline/services.ts";

export function copyInputs(inputs: RunInputs): RunInputs {
  const { gates, config, expected, lastPortCallAtMs, priorCalls, filters, account } = inputs;
  const copied: Mutable<RunInputs> = {
    gates: copyGates(gates),
    config: copyConfig(config),
    expected: copyExpected(expected),
    lastPortCallAtMs,
    priorCalls: mapAll(priorCalls, copyPriorCall),
  };
  // Absent where the scenario has none, so that a bot sees no new field.
  if (filters !== undefined) copied.filters = copyFilters(filters);
  if (account !== undefined) copied.account = account;
  return copied;
}

function copyFilters(filters: Filters): Filters {
  const copied: Record<string, SymbolFilters> = {};
  for (const [symbol, bounds] of Object.entries(filters)) copied[symbol] = { ...bounds };
  return copied;
}

/** `Array.prototype.map` without its call for each empty list, which most lists are. */
function mapAll<Item, Copied>(items: readonly Item[], copy: (item: Item) => Copied): Copied[] {
  return items.length === 0 ? [] : items.map((item) => copy(item));
}

// Two or three fields of strings: a variable that is not set must stay absent.
function copyGates({ confirm, env, own }: GateInputs): GateInputs {
  const copied = { confirm, env: { ...env } };
  return own === undefined ? copied : { ...copied, own: structuredClone(own) };
}

export function copyExpected(expected: ExpectedState): ExpectedState {
  const orders = mapAll(expected.orders, copyExpectedOrder);
  const positions = mapAll(expected.positions, copyPosition);
  if (expected.conditionalOrders === undefined) return { orders, positions };
  const conditionalOrders = mapAll(expected.conditionalOrders, copyExpectedConditionalOrder);
  return { orders, positions, conditionalOrders };
}

function copyPosition({ symbol, positionSide, quantity }: Position): Position {
  return { symbol, positionSide, quantity };
}

export function copySnapshot(snapshot: Snapshot): Snapshot {
  const orders = copyPart(snapshot.orders, copyObservedOrder);
  const positions = copyPart(snapshot.positions, copyObservedPosition);
  if (snapshot.conditionalOrders === undefined) return { orders, positions };
  const conditionalOrders = copyPart(snapshot.conditionalOrders, copyObservedConditionalOrder);
  return { orders, positions, conditionalOrders };
}

function copyPart<Item>(part: SnapshotPart<Item>, copy: (item: Item) => Item): SnapshotPart<Item> {
  const { takenAtMs } = part;
  return part.status === "ok"
    ? { status: "ok", takenAtMs, items: mapAll(part.items, copy) }
    : { status: "failed", takenAtMs, error: part.error };
}

function copyObservedPosition(position: ObservedPosition): ObservedPosition {
  const { symbol, positionSide, quantity, markPrice } = position;
  return { symbol, positionSide, quantity, markPrice };
}

export function copyCalls({ lastPortCallAtMs, priorCalls }: KnownCalls): KnownCalls {
  return { lastPortCallAtMs, priorCalls: mapAll(priorCalls, copyPriorCall) };
}

function copyPriorCall({ request, atMs, status, bannedUntilMs }: PriorCall): PriorCall {
  return bannedUntilMs === undefined
    ? { request: copyRequest(request), atMs, status }
    : { request: copyRequest(request), atMs, status, bannedUntilMs };
}

export function copyRequest<Request extends PortRequest>(request: Request): Request;
export function copyRequest(request: PortRequest): PortRequest {
  const { symbol, clientOrderId } = request;
  if (request.method === "cancelOrder") return { method: "cancelOrder", symbol, clientOrderId };
  if (request.method === "cancelConditionalOrder") {
    return { method: "cancelConditionalOrder", symbol, clientOrderId };
  }
  const { side, quantity, positionSide, reduceOnly } = request;
  const method = "placeMarketOrder";
  return { method, symbol, clientOrderId, side, quantity, positionSide, reduceOnly };
}

export function copyReply(reply: PortReply): PortReply {
  if (reply.status === "accepted") return { status: "accepted" };
  const { message } = reply;
  if (reply.status === "unknown") return { status: "unknown", code: reply.code, message };
  const { code, bannedUntilMs } = reply;
  return bannedUntilMs === undefined
    ? { status: "rejected", code, message }
    : { status: "rejected", code, message, bannedUntilMs };
}

export function copyQueryReply(reply: OrderQueryReply): OrderQueryReply {
  return reply.status === "found"
    ? { status: "found", order: copyObservedOrder(reply.order) }
    : { ...reply };
}
