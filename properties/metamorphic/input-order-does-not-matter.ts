/** The follow-up reverses every list of orders and positions. */
import type { Position } from "../../src/domain/position.ts";
import { isByPlace } from "../../src/scenario/snapshot-part.ts";
import type { Step } from "../../src/scenario/step.ts";
import type { MetamorphicProperty } from "../property.ts";
import { compareEffects } from "../view/compare-effects.ts";

export const inputOrderDoesNotMatter: MetamorphicProperty = {
  kind: "metamorphic",
  name: "input-order-does-not-matter",
  statement:
    "The order in which expected and exchange state are listed changes no mismatch, outcome or port call.",
  severity: "money",
  checks: ["different-effects"],
  followUp: ({ scenario }) => {
    const { expected, exchange } = scenario;
    const lists = [expected.orders, expected.positions, exchange.orders, exchange.positions];
    if (lists.every((list) => list.length < 2)) return { discarded: "no list of two or more" };
    if (scenario.steps.some(showsByPlace)) return byPlace;
    const reversedExchange = { ...exchange, ...reversed(exchange) };
    return { ...scenario, expected: reversed(expected), exchange: reversedExchange };
  },
  judge: (observed, followUpCase) => compareEffects("different-effects", observed, followUpCase),
};

/** Such a snapshot shows other entries of a reversed list. */
function showsByPlace(step: Step): boolean {
  return step.kind === "snapshot" && (isByPlace(step.orders) || isByPlace(step.positions));
}

const byPlace = { discarded: "a snapshot shows entries by their place in the list" };

type Lists<Order> = { readonly orders: readonly Order[]; readonly positions: readonly Position[] };

function reversed<Order>({ orders, positions }: Lists<Order>) {
  return { orders: orders.toReversed(), positions: positions.toReversed() };
}
