/**
 * How a step refers to an order: by its client order id, or by an index into the orders that are
 * live at the exchange when the step is executed, modulo their number. An index still refers to an
 * order after earlier steps are removed.
 */
import * as z from "zod";
import { clientOrderIdSchema, type ClientOrderId } from "../domain/client-order-id.ts";
import { isLive } from "../domain/order.ts";
import type { SimulationControls, SymbolRenamer } from "./step-module.ts";

export const orderReferenceSchema = z.union([clientOrderIdSchema, z.int().min(0).max(999)]);

type Referring = { readonly clientOrderId: ClientOrderId | number };

/** Null when the order is not live, or no order is. */
export function bindOrder<Step extends Referring>(
  step: Step,
  { exchange }: SimulationControls,
): (Step & { readonly clientOrderId: ClientOrderId }) | null {
  const { clientOrderId: reference } = step;
  const live = exchange.orders().filter(({ status }) => isLive(status));
  const order =
    typeof reference === "number"
      ? live[reference % live.length]
      : live.find(({ clientOrderId }) => clientOrderId === reference);
  return order === undefined ? null : { ...step, clientOrderId: order.clientOrderId };
}

export function renameReference<Step extends Referring>(step: Step, { id }: SymbolRenamer): Step {
  const { clientOrderId } = step;
  return typeof clientOrderId === "number" ? step : { ...step, clientOrderId: id(clientOrderId) };
}

export function describeReference({ clientOrderId }: Referring): string {
  return typeof clientOrderId === "string" ? clientOrderId : `live order ${clientOrderId}`;
}
