/** The follow-up adds orders of other programs and of the exchange itself. */
import { clientOrderIdSchema } from "../../src/domain/client-order-id.ts";
import { decimalSchema } from "../../src/domain/decimal.ts";
import { isByPlace } from "../../src/scenario/snapshot-part.ts";
import { namesByPlace, type Step } from "../../src/scenario/step.ts";
import { toObservedConditionalOrder } from "../../src/scenario/steps/place-conditional-order.ts";
import { toObservedOrder } from "../../src/scenario/steps/place-order.ts";
import type { MetamorphicProperty } from "../property.ts";
import { compareEffects } from "../view/compare-effects.ts";

export const externalOrdersChangeNothing: MetamorphicProperty = {
  kind: "metamorphic",
  name: "external-orders-change-nothing",
  statement: "External orders at the exchange change no mismatch, no outcome and no port call.",
  severity: "money",
  checks: ["different-effects"],
  followUp: ({ scenario }) => {
    if (scenario.steps.some(showsOrdersByPlace)) return byPlace;
    if (scenario.steps.some(namesByPlace)) return byNumber;
    const { config, expected, exchange, startsAtMs } = scenario;
    const named = exchange.positions[0] ?? exchange.orders[0];
    const symbol = named?.symbol ?? config.symbolWhitelist[0];
    if (symbol === undefined) return { discarded: "no symbol is named" };
    // They open a position, so they do not compete with a flatten.
    const positionSide = exchange.positionMode === "hedge" ? "LONG" : "BOTH";
    const used = new Set([...expected.orders, ...exchange.orders].map((one) => one.clientOrderId));
    const external = ids
      .filter((id) => !used.has(id))
      .map((clientOrderId, index) =>
        toObservedOrder(
          { clientOrderId, symbol, side: "BUY", positionSide, quantity: one, price: one },
          startsAtMs,
          String(index),
          index % 2 === 0 ? "OPEN" : "PARTIALLY_FILLED",
        ),
      );
    const orders = external.slice(0, 1).concat(exchange.orders, external.slice(1));
    const { conditionalOrders } = exchange;
    if (conditionalOrders === undefined) {
      return { ...scenario, exchange: { ...exchange, orders } };
    }
    const known = new Set(
      [...(expected.conditionalOrders ?? []), ...conditionalOrders].map(
        (order) => order.clientOrderId,
      ),
    );
    // The ids of normal orders are free in the other list.
    const added = ids
      .filter((id) => !known.has(id))
      .map((clientOrderId, index) =>
        toObservedConditionalOrder(
          {
            clientOrderId,
            symbol,
            side: "BUY",
            positionSide,
            quantity: index % 2 === 0 ? one : null,
            triggerPrice: one,
            reduceOnly: false,
          },
          startsAtMs,
          String(index),
        ),
      );
    const conditional = added.slice(0, 1).concat(conditionalOrders, added.slice(1));
    return { ...scenario, exchange: { ...exchange, orders, conditionalOrders: conditional } };
  },
  judge: (observed, followUpCase) => compareEffects("different-effects", observed, followUpCase),
};

/** There another order in the list is an order of the bot that is hidden or repeated, or no longer is. */
function showsOrdersByPlace(step: Step): boolean {
  if (step.kind !== "snapshot") return false;
  const { orders, conditionalOrders = orders } = step;
  return isByPlace(orders) || isByPlace(conditionalOrders);
}

const byNumber = { discarded: "a step names an order by its place in the list" };

const byPlace = { discarded: "a snapshot shows orders by their place in the list" };

const ids = ["ios_A1b2C3", "autoclose-1704067100123", "grinder-mm", "adl_autoclose"].map((id) =>
  clientOrderIdSchema.parse(id),
);
const one = decimalSchema.parse("1");
