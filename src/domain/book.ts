/** What the bot believes and what the exchange holds: orders and positions, each named once. */
import * as z from "zod";
import { unsignedDecimalSchema } from "./decimal.ts";
import { expectedOrderSchema, observedOrderSchema } from "./order.ts";
import { positionModeSchema, positionSchema } from "./position.ts";
import type { PositionMode, PositionSide } from "./position.ts";
import { tradingSymbolSchema } from "./trading-symbol.ts";

const entitiesMax = 200_000;

export const beliefShape = {
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

/** What the bot believes. */
export const beliefSchema = z.strictObject(beliefShape).readonly();
export type Belief = z.infer<typeof beliefSchema>;

/** What the exchange holds when the scenario starts. */
export const exchangeStateSchema = z
  .strictObject({
    positionMode: positionModeSchema.default("one_way"),
    orders: z
      .array(observedOrderSchema)
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
    /** Mark prices in quote per unit, by symbol; an absent one is unknown to everybody. */
    prices: z.record(tradingSymbolSchema, unsignedDecimalSchema).readonly().default({}),
  })
  .superRefine(eachSideFitsTheMode)
  .readonly();
export type ExchangeState = z.infer<typeof exchangeStateSchema>;

type IssueSink = {
  readonly addIssue: (issue: { code: "custom"; message: string; path: PropertyKey[] }) => void;
};

function eachClientOrderIdOnce(
  orders: readonly { clientOrderId: string }[],
  context: IssueSink,
): void {
  const seen = new Set<string>();
  for (const [index, { clientOrderId }] of orders.entries()) {
    if (seen.has(clientOrderId)) {
      const message = `each client order id once; ${clientOrderId} stands here a second time`;
      context.addIssue({ code: "custom", message, path: [index, "clientOrderId"] });
    }
    seen.add(clientOrderId);
  }
}

function eachPositionOnce(
  positions: readonly { symbol: string; positionSide: PositionSide }[],
  context: IssueSink,
): void {
  const seen = new Set<string>();
  for (const [index, { symbol, positionSide }] of positions.entries()) {
    const key = `${symbol} ${positionSide}`;
    if (seen.has(key)) {
      const message = `each symbol and position side once; ${key} stands here a second time`;
      context.addIssue({ code: "custom", message, path: [index, "symbol"] });
    }
    seen.add(key);
  }
}

/** The position sides of each mode, in words. */
export const sidesOf: Readonly<Record<PositionMode, string>> = {
  one_way: "BOTH in one_way mode",
  hedge: "LONG or SHORT in hedge mode",
};

function eachSideFitsTheMode(
  state: {
    positionMode: PositionMode;
    orders: readonly { positionSide: PositionSide }[];
    positions: readonly { positionSide: PositionSide }[];
  },
  context: IssueSink,
): void {
  for (const part of ["orders", "positions"] as const) {
    for (const [index, { positionSide }] of state[part].entries()) {
      if ((positionSide === "BOTH") === (state.positionMode === "one_way")) continue;
      const path = [part, index, "positionSide"];
      context.addIssue({
        code: "custom",
        message: `position side ${sidesOf[state.positionMode]}`,
        path,
      });
    }
  }
}
