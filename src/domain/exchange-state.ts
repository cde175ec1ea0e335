/** The exchange state at the start of a scenario. */
import * as z from "zod";
import { observedConditionalOrderSchema } from "./conditional-order.ts";
import { unsignedDecimalSchema } from "./decimal.ts";
import { eachOnce, entitiesMax, expectedStateShape } from "./expected-state.ts";
import { filtersSchema } from "./filters.ts";
import { isLive, observedOrderSchema, type OrderStatus } from "./order.ts";
import { positionModeSchema, type PositionMode, type PositionSide } from "./position.ts";
import { tradingSymbolSchema } from "./trading-symbol.ts";

type Named = {
  readonly symbol: string;
  readonly clientOrderId: string;
  readonly orderId: string;
  readonly status: OrderStatus;
};

const eachLiveIdOnce = eachOnce(
  "clientOrderId",
  "client order id of a live order of a symbol once",
  ({ symbol, clientOrderId, status }: Named) =>
    isLive(status) ? `${symbol} ${clientOrderId}` : null,
);
const eachOrderIdOnce = eachOnce(
  "orderId",
  "order id of a client order id once",
  ({ symbol, clientOrderId, orderId }: Named) => `${symbol} ${clientOrderId} ${orderId}`,
);

const eachConditionalIdOnce = eachOnce(
  "clientOrderId",
  "client order id once",
  ({ clientOrderId }: { readonly clientOrderId: string }) => clientOrderId,
);

export const exchangeStateSchema = z
  .strictObject({
    positionMode: positionModeSchema.default("one_way"),
    orders: z
      .array(observedOrderSchema)
      .max(entitiesMax)
      .superRefine(eachLiveIdOnce)
      .superRefine(eachOrderIdOnce)
      .readonly()
      .default([]),
    positions: expectedStateShape.positions,
    /** Mark prices in quote per unit, by symbol; an absent one is unknown. */
    prices: z.record(tradingSymbolSchema, unsignedDecimalSchema).readonly().default({}),
    /** Whether the list of orders has no ended ones, as the open orders of the venue; absent: it has them. */
    listsOnlyOpenOrders: z.boolean().optional(),
    /** Absent: the exchange accepts every quantity. */
    filters: filtersSchema.optional(),
    /** In a list of their own: the ids of the two lists are separate name spaces. */
    conditionalOrders: z
      .array(observedConditionalOrderSchema)
      .max(entitiesMax)
      .superRefine(eachConditionalIdOnce)
      .readonly()
      .optional(),
  })
  .superRefine(eachSideFitsTheMode)
  .readonly();
export type ExchangeState = z.infer<typeof exchangeStateSchema>;

/** The position sides of each mode, for messages. */
export const sidesOf: Readonly<Record<PositionMode, string>> = {
  one_way: "BOTH in one_way mode",
  hedge: "LONG or SHORT in hedge mode",
};

type Sided = readonly { readonly positionSide: PositionSide }[];

function eachSideFitsTheMode(
  state: {
    positionMode: PositionMode;
    orders: Sided;
    positions: Sided;
    conditionalOrders?: Sided | undefined;
  },
  context: z.RefinementCtx,
): void {
  const message = `position side ${sidesOf[state.positionMode]}`;
  for (const part of ["orders", "positions", "conditionalOrders"] as const) {
    for (const [index, { positionSide }] of (state[part] ?? []).entries()) {
      if ((positionSide === "BOTH") === (state.positionMode === "one_way")) continue;
      context.addIssue({ code: "custom", message, path: [part, index, "positionSide"] });
    }
  }
}
