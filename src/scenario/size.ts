/** How much a person has to read of a scenario. */
import type { Scenario } from "./scenario.ts";

/** The number of entities and steps. */
export function sizeOf({ expected, exchange, steps }: Scenario): number {
  const { orders, positions } = exchange;
  const expectedSize = expected.orders.length + expected.positions.length;
  const { conditionalOrders: known = [] } = expected;
  const { conditionalOrders: listed = [] } = exchange;
  const size = expectedSize + orders.length + positions.length + steps.length;
  return size + known.length + listed.length;
}
