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
import { expectedOrderOf, observedOrderOf, orderSlot } from "./order.ts";
import { positionSlot, positionsOf } from "./position.ts";
import { steps, type FaultMix } from "./single-run.ts";
import { symbols } from "./symbol.ts";
import { startsAtMs } from "./time.ts";

type Length = { readonly minLength: number; readonly maxLength: number };

type Theme = {
  readonly orders: Length;
  readonly positions: Length;
  readonly usualActions: readonly Action[];
  readonly liveWeight: number;
  readonly faultMix: FaultMix;
};

const themes: readonly (Theme & { readonly weight: number })[] = [
  {
    weight: 4,
    orders: { minLength: 2, maxLength: 6 },
    positions: { minLength: 0, maxLength: 3 },
    usualActions: ["cancel_all", "cancel_then_flatten"],
    liveWeight: 18,
    faultMix: { snapshot: 1, port: 6, secondRun: 3 },
  },
  {
    weight: 5,
    orders: { minLength: 0, maxLength: 1 },
    positions: { minLength: 1, maxLength: 5 },
    usualActions: ["flatten", "cancel_then_flatten"],
    liveWeight: 18,
    faultMix: { snapshot: 1, port: 6, secondRun: 3 },
  },
  {
    weight: 6,
    orders: { minLength: 1, maxLength: 4 },
    positions: { minLength: 1, maxLength: 4 },
    usualActions: ["cancel_then_flatten"],
    liveWeight: 26,
    faultMix: { snapshot: 1, port: 6, secondRun: 40 },
  },
  // Books that exceed even the widest limits.
  {
    weight: 1,
    orders: { minLength: 9, maxLength: 14 },
    positions: { minLength: 0, maxLength: 8 },
    usualActions: ["cancel_all", "cancel_then_flatten"],
    liveWeight: 18,
    faultMix: { snapshot: 1, port: 1, secondRun: 3 },
  },
  {
    weight: 1,
    orders: { minLength: 0, maxLength: 1 },
    positions: { minLength: 6, maxLength: 14 },
    usualActions: ["flatten", "cancel_then_flatten"],
    liveWeight: 18,
    faultMix: { snapshot: 1, port: 1, secondRun: 3 },
  },
];

export function scenario(): fc.Arbitrary<Scenario> {
  return fc.oneof(
    ...themes.map(({ weight, ...theme }) => ({ weight, arbitrary: scenarioOf(theme) })),
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
    .map(({ gates, config, hedge, orders, positions, prices, steps: list }) => ({
      schemaVersion: 2,
      name: "generated",
      statement: "A generated situation.",
      startsAtMs,
      gates,
      config,
      expected: {
        orders: orders.flatMap((slot, index) =>
          expectedOrderOf(slot, index + 1, hedge, config.clientOrderIdPrefix),
        ),
        positions: positionsOf(positions, "expected", hedge),
      },
      exchange: {
        positionMode: hedge ? "hedge" : "one_way",
        orders: orders.flatMap((slot, index) =>
          observedOrderOf(slot, index + 1, hedge, config.clientOrderIdPrefix),
        ),
        positions: positionsOf(positions, "observed", hedge),
        prices: Object.fromEntries(
          symbols.flatMap((symbol, index) => {
            const known = prices[index] ?? null;
            return known === null ? [] : [[symbol, known] as const];
          }),
        ),
      },
      steps: list,
    }));
}
