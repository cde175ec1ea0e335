/** The bot receives an order update, perhaps twice, late, or in the wrong order. */
import { clientOrderIdSchema } from "../../domain/client-order-id.ts";
import { signOf, unsignedDecimalSchema, zero } from "../../domain/decimal.ts";
import { orderStatusSchema } from "../../domain/order.ts";
import { timestampMsSchema } from "../../domain/time.ts";
import { defineStep } from "../step-module.ts";

export const orderUpdate = defineStep({
  kind: "order-update",
  fields: {
    clientOrderId: clientOrderIdSchema,
    status: orderStatusSchema,
    updatedAtMs: timestampMsSchema,
    /** All that has filled since the order was placed. */
    filledQuantity: unsignedDecimalSchema.default(zero),
  },
  describe: ({ clientOrderId, status, updatedAtMs, filledQuantity }, startsAtMs) => {
    const filled = signOf(filledQuantity) === 0 ? "" : `, filled ${filledQuantity}`;
    const time = describeTime(updatedAtMs - startsAtMs);
    return `order update: ${clientOrderId} ${status}${filled} ${time}`;
  },
  shrink: (step) => [
    ...(step.status === "OPEN" ? [] : [{ ...step, status: "OPEN" as const }]),
    ...(step.filledQuantity === zero ? [] : [{ ...step, filledQuantity: zero }]),
  ],
  rename: (step, { id }) => ({ ...step, clientOrderId: id(step.clientOrderId) }),
  apply: (step, simulation) => simulation.applyUpdate(step),
});

function describeTime(afterMs: number): string {
  return afterMs < 0 ? `${-afterMs} ms before the start` : `after ${afterMs} ms`;
}
