/**
 * How a step refers to an order: by its client order id, or by an index into the orders that are
 * live at the exchange when the step is executed, modulo their number. An index still refers to an
 * order after earlier steps are removed.
 */
import * as z from "zod";
import { clientOrderIdSchema, type ClientOrderId } from "../domain/client-order-id.ts";
import { isLive, type AnyOrderStatus } from "../domain/order.ts";
import { tradingSymbolSchema, type TradingSymbol } from "../domain/trading-symbol.ts";
import { smallerNumbers } from "./smaller-values.ts";
import type { SimulationControls, SymbolRenamer } from "./step-module.ts";

type Referring = {
  readonly clientOrderId: ClientOrderId | number;
  /** Needed only where live orders of several symbols have that id. */
  readonly symbol?: TradingSymbol | undefined;
};
type Bound<Step> = Step & { readonly clientOrderId: ClientOrderId };

/** The field `clientOrderId` of such a step, and what it contributes to the parts of the step. */
export const orderReference = {
  fields: {
    clientOrderId: z.union([clientOrderIdSchema, z.int().min(0).max(999)]),
    symbol: tradingSymbolSchema.optional(),
  },
  describe: ({ clientOrderId, symbol }: Referring): string => {
    const order = typeof clientOrderId === "string" ? clientOrderId : `live order ${clientOrderId}`;
    return symbol === undefined ? order : `${order} of ${symbol}`;
  },
  shrink: <Step extends Referring>(step: Step): readonly Step[] =>
    smallerNumbers(step.clientOrderId).map((clientOrderId) => ({ ...step, clientOrderId })),
  rename: <Step extends Referring>(step: Step, { id, position }: SymbolRenamer): Step => {
    const { clientOrderId, symbol } = step;
    if (typeof clientOrderId === "number") return step;
    const renamed = { ...step, clientOrderId: id(clientOrderId) };
    return symbol === undefined ? renamed : { ...renamed, symbol: position({ symbol }).symbol };
  },
  /** Null when the order is not live, or no order is. */
  bind: <Step extends Referring>(
    step: Step,
    { exchange }: SimulationControls,
  ): Bound<Step> | null => bindTo(step, exchange.orders()),
  /** The same in the list of conditional orders. */
  bindConditional: <Step extends Referring>(
    step: Step,
    { exchange }: SimulationControls,
  ): Bound<Step> | null => bindTo(step, exchange.conditionalOrders?.orders() ?? []),
};

type Listed = {
  readonly clientOrderId: ClientOrderId;
  readonly symbol: TradingSymbol;
  readonly status: AnyOrderStatus;
};

function bindTo<Step extends Referring>(step: Step, orders: readonly Listed[]): Bound<Step> | null {
  const { clientOrderId: reference, symbol } = step;
  const live = orders.filter(({ status }) => isLive(status));
  const order =
    typeof reference === "number"
      ? live[reference % live.length]
      : live.find(
          (other) =>
            other.clientOrderId === reference && (symbol === undefined || other.symbol === symbol),
        );
  if (order === undefined) return null;
  const { clientOrderId } = order;
  const isShared = live.some(
    (other) => other.clientOrderId === clientOrderId && other.symbol !== order.symbol,
  );
  return isShared ? { ...step, clientOrderId, symbol: order.symbol } : { ...step, clientOrderId };
}
