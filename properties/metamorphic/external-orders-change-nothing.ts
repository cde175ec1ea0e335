/** Orders of other people on the exchange change nothing that is found, planned or sent. */
import { clientOrderIdSchema } from "../../src/domain/client-order-id.ts";
import type { ObservedOrder } from "../../src/domain/order.ts";
import { decimalSchema } from "../../src/domain/decimal.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { FollowUp, MetamorphicProperty } from "../property.ts";
import { compareEffects } from "../view/compare-effects.ts";

export const externalOrdersChangeNothing: MetamorphicProperty = {
  kind: "metamorphic",
  name: "external-orders-change-nothing",
  statement:
    "Orders of other people on the exchange change nothing that is found, planned or sent.",
  severity: "money",
  followUp: ({ scenario }) => withForeignOrders(scenario),
  judge: (observed, followUpCase) => compareEffects("different-effects", observed, followUpCase),
};

const ids = ["ios_A1b2C3", "autoclose-1704067100123", "grinder-mm", "adl_autoclose"].map((id) =>
  clientOrderIdSchema.parse(id),
);
const one = decimalSchema.parse("1");
const nothing = decimalSchema.parse("0");

function withForeignOrders(scenario: Scenario): FollowUp {
  const { config, exchange, startsAtMs } = scenario;
  const hedge = exchange.positionMode === "hedge";
  const named = [...exchange.positions, ...exchange.orders].map(({ symbol }) => symbol);
  const [symbol] = [...named, ...config.symbolWhitelist];
  if (symbol === undefined) return { discarded: "no symbol is named" };
  const foreign = ids.map((clientOrderId, index): ObservedOrder => ({
    clientOrderId,
    orderId: String(index),
    symbol,
    side: "BUY",
    // It opens, so it does not stand in the way of a close.
    positionSide: hedge ? "LONG" : "BOTH",
    type: "LIMIT",
    quantity: one,
    filledQuantity: nothing,
    price: one,
    reduceOnly: false,
    status: index % 2 === 0 ? "OPEN" : "PARTIALLY_FILLED",
    updatedAtMs: startsAtMs,
  }));
  const [first, ...others] = foreign;
  if (first === undefined) throw new Error("there are foreign ids; this is a defect");
  return { ...scenario, exchange: { ...exchange, orders: [first, ...exchange.orders, ...others] } };
}
