/** What a step stands for when it is taken: numbers name orders and news, and some find nothing to happen to. */
import type { Belief } from "../domain/expected-state.ts";
import type { ClientOrderId } from "../domain/client-order-id.ts";
import { isLive } from "../domain/order.ts";
import type { Step } from "../scenario/step.ts";
import type { SimulatedExchange } from "../exchange/simulated-exchange.ts";

type Named = { readonly clientOrderId: ClientOrderId };

/** A step with every number replaced by what it stands for. */
export type ResolvedStep =
  | Exclude<Step, { kind: "reconcile" | "stream-delivers" | "exchange-fills" | "exchange-cancels" }>
  | (Extract<Step, { kind: "exchange-fills" }> & Named)
  | (Extract<Step, { kind: "exchange-cancels" }> & Named);

/** Null for a step that changes nothing, because what it is about is not there, or is there already. */
export function resolveStep(
  step: Exclude<Step, { kind: "reconcile" }>,
  exchange: SimulatedExchange,
  belief: Belief,
): ResolvedStep | null {
  switch (step.kind) {
    case "stream-delivers": {
      const { changes } = exchange;
      const news = changes[step.change % changes.length];
      return news === undefined ? null : { kind: "stream-event", ...news };
    }
    case "exchange-fills": {
      const clientOrderId = liveOrderOf(step.clientOrderId, exchange);
      return clientOrderId === null ? null : { ...step, clientOrderId };
    }
    case "exchange-cancels": {
      const clientOrderId = liveOrderOf(step.clientOrderId, exchange);
      return clientOrderId === null ? null : { ...step, clientOrderId };
    }
    case "exchange-opens":
      return exchange.has(step.order.clientOrderId) ? null : step;
    case "bot-places": {
      const { lost, order } = step;
      const { clientOrderId } = order;
      const isNew = belief.orders.every((known) => known.clientOrderId !== clientOrderId);
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
