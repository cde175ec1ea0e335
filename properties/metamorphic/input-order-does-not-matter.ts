/** The follow-up reverses every list of orders and positions. */
import type { MetamorphicProperty } from "../property.ts";
import { compareEffects } from "../view/compare-effects.ts";

export const inputOrderDoesNotMatter: MetamorphicProperty = {
  kind: "metamorphic",
  name: "input-order-does-not-matter",
  statement:
    "The order in which expected and exchange state are listed changes no mismatch, outcome or port call.",
  severity: "money",
  followUp: ({ scenario }) => {
    const { expected, exchange } = scenario;
    const lists = [expected.orders, expected.positions, exchange.orders, exchange.positions];
    if (lists.every((list) => list.length < 2)) return { discarded: "no list of two or more" };
    return {
      ...scenario,
      expected: reversed(expected),
      exchange: { ...exchange, ...reversed(exchange) },
    };
  },
  judge: (observed, followUpCase) => compareEffects("different-effects", observed, followUpCase),
};

function reversed<Order, Position>({
  orders,
  positions,
}: {
  readonly orders: readonly Order[];
  readonly positions: readonly Position[];
}) {
  return { orders: orders.toReversed(), positions: positions.toReversed() };
}
