/** Words for the variant of a failure: few values, without ids, symbols, quantities and times. */
import type { GateInputs } from "../../src/domain/gate.ts";
import type { PortRequest } from "../../src/domain/port-call.ts";
import type { RunContext } from "../../src/simulation/observation.ts";
import type { ExpectedMismatch } from "../oracle/expected-mismatches.ts";
import { closedGates } from "../oracle/mode.ts";
import { ordersOnce } from "../oracle/shown-once.ts";

export function remediationOf({ method }: Pick<PortRequest, "method">): "cancel" | "flatten" {
  return method === "cancelOrder" ? "cancel" : "flatten";
}

/** Such as `cancel and flatten`. */
export function remediationsOf(requests: readonly PortRequest[]): string {
  return [...new Set(requests.map(remediationOf))].toSorted().join(" and ");
}

/** The closed gate where there is only one, because each gate has its own bugs. */
export function closedGateOf(gates: GateInputs): string {
  const closed = closedGates(gates);
  return closed.length > 1 ? "several gates" : (closed[0] ?? "no gate");
}

/** Such as `ORDER_STATUS_DIVERGENCE FILLED/OPEN`, with the expected and the observed status of an order. */
export function mismatchKind(
  { type, symbol, clientOrderId, order, position }: ExpectedMismatch,
  { expected }: RunContext,
): string {
  if (position !== null) {
    const direction = position.quantity.startsWith("-") ? "short" : "long";
    return `${type} ${position.positionSide} ${direction}`;
  }
  const known = expected.orders.find(
    (item) => item.clientOrderId === clientOrderId && item.symbol === symbol,
  );
  return `${type} ${known?.status ?? "none"}/${order?.status ?? "none"}`;
}

/** The status of the order in the snapshot. */
export function observedStatus(
  { clientOrderId, symbol }: Pick<PortRequest, "clientOrderId" | "symbol">,
  { snapshot: { orders } }: RunContext,
): string {
  if (orders.status !== "ok") return "no snapshot";
  const order = ordersOnce(orders.items).find(
    (item) => item.clientOrderId === clientOrderId && item.symbol === symbol,
  );
  return order?.status ?? "not in the snapshot";
}

/** The first index at which the lists differ; they are not equal. */
export function firstDifference<Item>(left: readonly Item[], right: readonly Item[]): number {
  const at = left.findIndex((item, index) => item !== right[index]);
  return at === -1 ? left.length : at;
}
