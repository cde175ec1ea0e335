/** The bot receives an order update, perhaps twice, late, or in the wrong order. */
import { clientOrderIdSchema } from "../../domain/client-order-id.ts";
import { orderStatusSchema } from "../../domain/order.ts";
import { timestampMsSchema } from "../../domain/time.ts";
import { defineStep } from "../step-module.ts";

export const orderUpdate = defineStep({
  kind: "order-update",
  fields: {
    clientOrderId: clientOrderIdSchema,
    status: orderStatusSchema,
    updatedAtMs: timestampMsSchema,
  },
  describe: ({ clientOrderId, status, updatedAtMs }, startsAtMs) =>
    `order update: ${clientOrderId} ${status} ${describeTime(updatedAtMs - startsAtMs)}`,
  shrink: (step) => (step.status === "OPEN" ? [] : [{ ...step, status: "OPEN" as const }]),
  rename: (step, { id }) => ({ ...step, clientOrderId: id(step.clientOrderId) }),
  apply: (step, simulation) => simulation.applyUpdate(step),
});

function describeTime(afterMs: number): string {
  return afterMs < 0 ? `${-afterMs} ms before the start` : `after ${afterMs} ms`;
}
