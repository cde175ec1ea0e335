/**
 * Scenarios of one or two runs. Each theme exercises another part of the pipeline: one uniform
 * mixture would reach the last limits too rarely.
 */
import * as fc from "fast-check";
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { Action } from "../../src/domain/config.ts";
import { configuration } from "./config.ts";
import { noPrice, price } from "./decimal.ts";
import { gateEnvironment } from "./gate-environment.ts";
import { expectedOrderOf, observedOrderOf, orderSlot, type OrderSlot } from "./order.ts";
import { positionSlot, positionsOf, type PositionSlot } from "./position.ts";
import { steps, type FaultMix } from "./single-run.ts";
import { symbols } from "./symbol.ts";
import { startsAtMs } from "./time.ts";

type Length = { readonly minLength: number; readonly maxLength: number };

type Theme = {
  readonly weight: number;
  readonly orders: Length;
  readonly positions: Length;
  readonly usualActions: readonly Action[];
  readonly liveWeight: number;
  readonly faultMix: FaultMix;
};

const from = (minLength: number, maxLength: number): Length => ({ minLength, maxLength });
const usualFaults: FaultMix = { snapshot: 1, port: 6, secondRun: 3 };

const manyOrders: Theme = {
  weight: 4,
  orders: from(2, 6),
  positions: from(0, 3),
  usualActions: ["cancel_all", "cancel_then_flatten"],
  liveWeight: 18,
  faultMix: usualFaults,
};
const manyPositions: Theme = {
  ...manyOrders,
  weight: 5,
  orders: from(0, 1),
  positions: from(1, 5),
  usualActions: ["flatten", "cancel_then_flatten"],
};
const ordersAndPositions: Theme = {
  weight: 6,
  orders: from(1, 4),
  positions: from(1, 4),
  usualActions: ["cancel_then_flatten"],
  liveWeight: 26,
  faultMix: { ...usualFaults, secondRun: 40 },
};
/** Books that exceed even the widest limits. */
const large = { weight: 1, faultMix: { ...usualFaults, port: 1 } };

const themes: readonly Theme[] = [
  manyOrders,
  manyPositions,
  ordersAndPositions,
  { ...manyOrders, ...large, orders: from(9, 14), positions: from(0, 8) },
  { ...manyPositions, ...large, positions: from(6, 14) },
];

export function scenario(): fc.Arbitrary<Scenario> {
  return fc.oneof(
    ...themes.map((theme) => ({ weight: theme.weight, arbitrary: scenarioOf(theme) })),
  );
}

function scenarioOf(theme: Theme): fc.Arbitrary<Scenario> {
  return fc
    .record({
      gates: gateEnvironment(theme.liveWeight),
      config: configuration(...theme.usualActions),
      hedge: fc.boolean(),
      orders: fc.array(orderSlot(), theme.orders),
      positions: fc.array(positionSlot(), theme.positions),
      prices: fc.tuple(
        ...symbols.map(() =>
          fc.oneof({ arbitrary: price(), weight: 7 }, { arbitrary: noPrice(), weight: 2 }),
        ),
      ),
      steps: steps(theme.faultMix),
    })
    .map((parts) => {
      const priced = symbols.flatMap((symbol, index) => {
        const known = parts.prices[index] ?? null;
        return known === null ? [] : [[symbol, known] as const];
      });
      return scenarioWith(parts, "A generated situation.", Object.fromEntries(priced));
    });
}

type Parts = Pick<Scenario, "gates" | "config" | "steps"> & {
  readonly hedge: boolean;
  readonly orders: readonly OrderSlot[];
  readonly positions: readonly PositionSlot[];
};

export function scenarioWith(
  { gates, config, hedge, orders, positions, steps: list }: Parts,
  statement: string,
  prices: Scenario["exchange"]["prices"],
): Scenario {
  const context = { hedge, prefix: config.clientOrderIdPrefix };
  return {
    schemaVersion: 2,
    name: "generated",
    statement,
    startsAtMs,
    gates,
    config,
    expected: {
      orders: orders.flatMap((slot, index) => expectedOrderOf(slot, index + 1, context)),
      positions: positionsOf(positions, "expected", hedge),
    },
    exchange: {
      positionMode: hedge ? "hedge" : "one_way",
      orders: orders.flatMap((slot, index) => observedOrderOf(slot, index + 1, context)),
      positions: positionsOf(positions, "observed", hedge),
      prices,
    },
    steps: list,
  };
}
