/**
 * How a step refers to an order: by its client order id, or by an index into the orders that are
 * live at the exchange when the step is executed, modulo their number. An index still refers to an
 * order after earlier steps are removed.
 */
import * as z from "zod";
import { clientOrderIdSchema, type ClientOrderId } from "../domain/client-order-id.ts";
import { isLive } from "../domain/order.ts";
import { smallerNumbers } from "./smaller-values.ts";
import type { SimulationControls, SymbolRenamer } from "./step-module.ts";

type Referring = { readonly clientOrderId: ClientOrderId | number };

/** The field `clientOrderId` of such a step, and what it contributes to the parts of the step. */
export const orderReference = {
  schema: z.union([clientOrderIdSchema, z.int().min(0).max(999)]),
  describe: ({ clientOrderId }: Referring): string =>
    typeof clientOrderId === "string" ? clientOrderId : `live order ${clientOrderId}`,
  shrink: <Step extends Referring>(step: Step): readonly Step[] =>
    smallerNumbers(step.clientOrderId).map((clientOrderId) => ({ ...step, clientOrderId })),
  rename: <Step extends Referring>(step: Step, { id }: SymbolRenamer): Step =>
    typeof step.clientOrderId === "number"
      ? step
      : { ...step, clientOrderId: id(step.clientOrderId) },
  /** Null when the order is not live, or no order is. */
  bind: <Step extends Referring>(
    step: Step,
    { exchange }: SimulationControls,
  ): (Step & { readonly clientOrderId: ClientOrderId }) | null => {
    const { clientOrderId: reference } = step;
    const live = exchange.orders().filter(({ status }) => isLive(status));
    const order =
      typeof reference === "number"
        ? live[reference % live.length]
        : live.find(({ clientOrderId }) => clientOrderId === reference);
    return order === undefined ? null : { ...step, clientOrderId: order.clientOrderId };
  },
};
