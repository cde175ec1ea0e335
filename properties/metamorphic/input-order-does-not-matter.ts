/** The follow-up reverses every list of orders and positions. */
import type { Position } from "../../src/domain/position.ts";
import { isByPlace } from "../../src/scenario/snapshot-part.ts";
import { namesByPlace, type Step } from "../../src/scenario/step.ts";
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
    const { conditionalOrders: known = [] } = expected;
    const { conditionalOrders: listed = [] } = exchange;
    const orders = [expected.orders, exchange.orders, known, listed];
    const lists = [...orders, expected.positions, exchange.positions];
    if (lists.every((list) => list.length < 2)) return { discarded: "no list of two or more" };
    if (scenario.steps.some(showsByPlace)) return byPlace;
    if (scenario.steps.some(namesByPlace)) return byNumber;
    const reversedExchange = { ...exchange, ...reversed(exchange) };
    return { ...scenario, expected: reversed(expected), exchange: reversedExchange };
  },
  judge: (observed, followUpCase) => compareEffects("different-effects", observed, followUpCase),
};

/** Such a snapshot shows other entries of a reversed list. */
function showsByPlace(step: Step): boolean {
  if (step.kind !== "snapshot") return false;
  const { orders, positions, conditionalOrders = orders } = step;
  return isByPlace(orders) || isByPlace(positions) || isByPlace(conditionalOrders);
}

const byNumber = { discarded: "a step names an order by its place in the list" };

const byPlace = { discarded: "a snapshot shows entries by their place in the list" };

type Lists<Order, Conditional> = {
  readonly orders: readonly Order[];
  readonly positions: readonly Position[];
  readonly conditionalOrders?: readonly Conditional[] | undefined;
};

function reversed<Order, Conditional>(lists: Lists<Order, Conditional>) {
  const { conditionalOrders } = lists;
  const both = { orders: lists.orders.toReversed(), positions: lists.positions.toReversed() };
  return conditionalOrders === undefined
    ? both
    : { ...both, conditionalOrders: conditionalOrders.toReversed() };
}
