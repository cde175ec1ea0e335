/** A scenario in the other position mode, for a bot that has only this one. */
import { hasSignOfItsLeg, type Position, type PositionMode } from "../domain/position.ts";
import type { PositionSide } from "../domain/position.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { mapInnerSteps, type Step } from "../scenario/step.ts";

type Order = { readonly positionSide: PositionSide; readonly side: "BUY" | "SELL" };

/** Nothing changes the mode. Of the two legs of a symbol the first one stays. */
export function convertToMode(scenario: Scenario, mode: PositionMode): Scenario {
  const { expected, exchange, steps } = scenario;
  const order = <Item extends Order>(item: Item): Item => orderIn(item, mode);
  const positions = (items: readonly Position[]) => {
    const found = new Map<string, Position>();
    for (const item of items) {
      if (!found.has(item.symbol)) found.set(item.symbol, positionIn(item, mode));
    }
    return [...found.values()];
  };
  const lists = <Known extends Order, Listed extends Order>(state: {
    readonly orders: readonly Listed[];
    readonly conditionalOrders?: readonly Known[] | undefined;
  }) => ({
    orders: state.orders.map(order),
    ...(state.conditionalOrders && { conditionalOrders: state.conditionalOrders.map(order) }),
  });
  return {
    ...scenario,
    expected: { ...expected, ...lists(expected), positions: positions(expected.positions) },
    exchange: {
      ...exchange,
      ...lists(exchange),
      positionMode: mode,
      positions: positions(exchange.positions),
    },
    steps: steps
      .filter(({ kind }) => kind !== "set-position-mode")
      .map((step) => mapInnerSteps(stepIn(step, mode), (inner) => stepIn(inner, mode))),
  };
}

function stepIn<Kind extends Step>(step: Kind, mode: PositionMode): Kind {
  if ("order" in step) return { ...step, order: orderIn(step.order, mode) };
  if ("conditionalOrder" in step) {
    return { ...step, conditionalOrder: orderIn(step.conditionalOrder, mode) };
  }
  return "position" in step ? { ...step, position: positionIn(step.position, mode) } : step;
}

/** The venue refuses `reduceOnly` in hedge mode. */
function orderIn<Item extends Order>(item: Item, mode: PositionMode): Item {
  if (mode === "one_way") return { ...item, positionSide: "BOTH" };
  if (item.positionSide !== "BOTH") return item;
  const reduceOnly = "reduceOnly" in item && item.reduceOnly === true;
  const positionSide = (item.side === "BUY") === reduceOnly ? "SHORT" : "LONG";
  return { ...item, positionSide, ...("reduceOnly" in item && { reduceOnly: false }) };
}

function positionIn<Item extends Position>(item: Item, mode: PositionMode): Item {
  if (mode === "one_way") return { ...item, positionSide: "BOTH" };
  if (item.positionSide !== "BOTH") return item;
  const isLong = hasSignOfItsLeg({ positionSide: "LONG", quantity: item.quantity });
  return { ...item, positionSide: isLong ? "LONG" : "SHORT" };
}
