/** What a step stands for when it is taken: numbers name orders and news, and some find nothing to happen to. */
import type { ExpectedState } from "../domain/expected-state.ts";
import type { ClientOrderId } from "../domain/client-order-id.ts";
import { isLive } from "../domain/order.ts";
import type { Step } from "../scenario/step.ts";
import type { SimulatedExchange } from "../exchange/simulated-exchange.ts";

type Named = { readonly clientOrderId: ClientOrderId };

/** A step with every number replaced by what it stands for. */
export type BoundStep =
  | Exclude<Step, { kind: "reconcile" | "deliver-update" | "fill-order" | "cancel-by-exchange" }>
  | (Extract<Step, { kind: "fill-order" }> & Named)
  | (Extract<Step, { kind: "cancel-by-exchange" }> & Named);

/** Null for a step that updates nothing, because what it is about is not there, or is there already. */
export function bindStep(
  step: Exclude<Step, { kind: "reconcile" }>,
  exchange: SimulatedExchange,
  expectedState: ExpectedState,
): BoundStep | null {
  switch (step.kind) {
    case "deliver-update": {
      const { updates } = exchange;
      const news = updates[step.update % updates.length];
      return news === undefined ? null : { kind: "order-update", ...news };
    }
    case "fill-order": {
      const clientOrderId = liveOrderOf(step.clientOrderId, exchange);
      return clientOrderId === null ? null : { ...step, clientOrderId };
    }
    case "cancel-by-exchange": {
      const clientOrderId = liveOrderOf(step.clientOrderId, exchange);
      return clientOrderId === null ? null : { ...step, clientOrderId };
    }
    case "add-order":
      return exchange.has(step.order.clientOrderId) ? null : step;
    case "place-order": {
      const { lost, order } = step;
      const { clientOrderId } = order;
      const isNew = expectedState.orders.every((known) => known.clientOrderId !== clientOrderId);
      const isBelieved = lost !== "reply" && isNew;
      const arrives = lost !== "request" && !exchange.has(clientOrderId);
      return isBelieved || arrives ? step : null;
    }
    default:
      return step;
  }
}

/** Of the orders that are live, the one of that name, or of that number, counted round. */
function liveOrderOf(
  name: ClientOrderId | number,
  exchange: SimulatedExchange,
): ClientOrderId | null {
  const live = exchange.orders().filter(({ status }) => isLive(status));
  const order =
    typeof name === "number"
      ? live[name % live.length]
      : live.find(({ clientOrderId }) => clientOrderId === name);
  return order?.clientOrderId ?? null;
}
