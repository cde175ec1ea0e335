/** Words for the variant of a failure: few values, without ids, symbols, quantities and times. */
import type { GateInputs } from "../../src/domain/gate.ts";
import type { PlannedRequest, PortRequest } from "../../src/domain/port-call.ts";
import type { RunContext } from "../../src/simulation/observation.ts";
import type { ExpectedMismatch, ListedOrder } from "../oracle/expected-mismatches.ts";
import { closedGates } from "../oracle/mode.ts";
import { orderNamed } from "../oracle/shown-once.ts";

export function remediationOf({ method }: Pick<PortRequest, "method">): "cancel" | "flatten" {
  return method === "placeMarketOrder" ? "flatten" : "cancel";
}

/** Such as `cancel and flatten`. */
export function remediationsOf(requests: readonly PlannedRequest[]): string {
  return [...new Set(requests.map(remediationOf))].toSorted().join(" and ");
}

/** The closed gate where there is only one, because each gate has its own bugs. */
export function closedGateOf(gates: GateInputs): string {
  const closed = closedGates(gates);
  return closed.length > 1 ? "several gates" : (closed[0] ?? "no gate");
}

/** Such as `ORDER_STATUS_DIVERGENCE FILLED/OPEN`, with the expected and the observed status of an order. */
export function mismatchKind(
  { type, symbol, clientOrderId, order, position, orderList }: ExpectedMismatch,
  { expected }: RunContext,
): string {
  if (position !== null) {
    const direction = position.quantity.startsWith("-") ? "short" : "long";
    return `${type} ${position.positionSide} ${direction}`;
  }
  const isConditional = orderList !== undefined;
  const orders = isConditional ? (expected.conditionalOrders ?? []) : expected.orders;
  const known = orders.find(
    (item) => item.clientOrderId === clientOrderId && item.symbol === symbol,
  );
  return `${isConditional ? "conditional " : ""}${type} ${known?.status ?? "none"}/${order?.status ?? "none"}`;
}

/** An order that a request or a result names, with the list that it is in. */
type Named = Pick<PortRequest, "clientOrderId" | "symbol"> &
  ({ readonly method: PortRequest["method"] } | { readonly orderList?: "conditional" | undefined });

function listOf(named: Named, { snapshot }: RunContext) {
  const isConditional =
    "method" in named
      ? named.method === "cancelConditionalOrder"
      : named.orderList === "conditional";
  return isConditional ? snapshot.conditionalOrders : snapshot.orders;
}

/** The order in its list of the snapshot. */
export function observedOrder(named: Named, context: RunContext): ListedOrder | undefined {
  const list = listOf(named, context);
  return list?.status === "ok" ? orderNamed<ListedOrder>(named, list.items) : undefined;
}

/** The status of the order in its list of the snapshot. */
export function observedStatus(named: Named, context: RunContext): string {
  if (listOf(named, context)?.status !== "ok") return "no snapshot";
  return observedOrder(named, context)?.status ?? "not in the snapshot";
}

/** The first index at which the lists differ; they are not equal. */
export function firstDifference<Item>(left: readonly Item[], right: readonly Item[]): number {
  const at = left.findIndex((item, index) => item !== right[index]);
  return at === -1 ? left.length : at;
}

export function timesIn(texts: readonly string[], wanted: string): number {
  return texts.filter((text) => text === wanted).length;
}
