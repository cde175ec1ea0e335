/** The bot receives an order update, perhaps twice, late, or in the wrong order. */
import { clientOrderIdSchema } from "../../domain/client-order-id.ts";
import { signOf, unsignedDecimalSchema, zero } from "../../domain/decimal.ts";
import { orderIdSchema, orderStatusSchema } from "../../domain/order.ts";
import { timestampMsSchema } from "../../domain/time.ts";
import { tradingSymbolSchema } from "../../domain/trading-symbol.ts";
import { defineStep } from "../step-module.ts";

export const orderUpdate = defineStep({
  kind: "order-update",
  fields: {
    clientOrderId: clientOrderIdSchema,
    /** The exchange names both; an update without them is of any order with that client order id. */
    symbol: tradingSymbolSchema.optional(),
    orderId: orderIdSchema.optional(),
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
  rename: (step, { id, position }) => {
    const { symbol } = step;
    const renamed = { ...step, clientOrderId: id(step.clientOrderId) };
    return symbol === undefined ? renamed : { ...renamed, symbol: position({ symbol }).symbol };
  },
  apply: (step, simulation) => simulation.applyUpdate(step),
});

function describeTime(afterMs: number): string {
  return afterMs < 0 ? `${-afterMs} ms before the start` : `after ${afterMs} ms`;
}
