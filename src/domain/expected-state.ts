/** The orders and positions that the bot keeps as its own state, each listed once. */
import * as z from "zod";
import { expectedConditionalOrderSchema } from "./conditional-order.ts";
import { expectedOrderSchema } from "./order.ts";
import { positionKey, positionSchema } from "./position.ts";

export const entitiesMax = 200_000;

type Named = { readonly symbol: string; readonly clientOrderId: string };

/** Refuses a list with a duplicate key, at the given field of the duplicate. An item without a key may repeat. */
export function eachOnce<Item>(
  field: string,
  described: string,
  keyOf: (item: Item) => string | null,
) {
  return (items: readonly Item[], context: z.RefinementCtx): void => {
    const seen = new Set<string>();
    for (const [index, item] of items.entries()) {
      const key = keyOf(item);
      if (key === null) continue;
      if (seen.has(key)) {
        const message = `each ${described}; ${key} is a duplicate`;
        context.addIssue({ code: "custom", message, path: [index, field] });
      }
      seen.add(key);
    }
  };
}

const eachClientOrderIdOnce = eachOnce(
  "clientOrderId",
  "client order id of a symbol once, for its last order",
  (order: Named) => `${order.symbol} ${order.clientOrderId}`,
);
const eachPositionOnce = eachOnce("symbol", "symbol and position side once", positionKey);

export const expectedStateShape = {
  orders: z
    .array(expectedOrderSchema)
    .max(entitiesMax)
    .superRefine(eachClientOrderIdOnce)
    .readonly()
    .default([]),
  positions: z
    .array(positionSchema)
    .max(entitiesMax)
    .superRefine(eachPositionOnce)
    .readonly()
    .default([]),
  conditionalOrders: z
    .array(expectedConditionalOrderSchema)
    .max(entitiesMax)
    .superRefine(eachClientOrderIdOnce)
    .readonly()
    .optional(),
};

export const expectedStateSchema = z.strictObject(expectedStateShape).readonly();
export type ExpectedState = z.infer<typeof expectedStateSchema>;
