/** The orders and positions that the bot keeps as its own state, each listed once. */
import * as z from "zod";
import { expectedOrderSchema } from "./order.ts";
import { positionKey, positionSchema, type PositionSide } from "./position.ts";

export const entitiesMax = 200_000;

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
};

export const expectedStateSchema = z.strictObject(expectedStateShape).readonly();
export type ExpectedState = z.infer<typeof expectedStateSchema>;

export type IssueSink = {
  readonly addIssue: (issue: { code: "custom"; message: string; path: PropertyKey[] }) => void;
};

export function eachClientOrderIdOnce(
  orders: readonly { clientOrderId: string }[],
  context: IssueSink,
): void {
  const seen = new Set<string>();
  for (const [index, { clientOrderId }] of orders.entries()) {
    if (seen.has(clientOrderId)) {
      const message = `each client order id once; ${clientOrderId} is a duplicate`;
      context.addIssue({ code: "custom", message, path: [index, "clientOrderId"] });
    }
    seen.add(clientOrderId);
  }
}

export function eachPositionOnce(
  positions: readonly { symbol: string; positionSide: PositionSide }[],
  context: IssueSink,
): void {
  const seen = new Set<string>();
  for (const [index, position] of positions.entries()) {
    const key = positionKey(position);
    if (seen.has(key)) {
      const message = `each symbol and position side once; ${key} is a duplicate`;
      context.addIssue({ code: "custom", message, path: [index, "symbol"] });
    }
    seen.add(key);
  }
}
