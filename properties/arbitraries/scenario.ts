/** Scenarios of one or two runs. */
import * as fc from "fast-check";
import { copyConfig } from "../../src/domain/copies.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { conditionalPart, conditionalSlot, withConditionalOrders } from "./conditional-order.ts";
import type { ConditionalParts } from "./conditional-order.ts";
import { noPrice, price } from "./decimal.ts";
import { filterShares, filtersOf, notionalLimitOf, type FilterShares } from "./filters.ts";
import { focusedSlots, isOnLargeBooks, mostly, type Focus } from "./focus.ts";
import { gateEnvironment } from "./gate-environment.ts";
import { expectedOrderOf, observedOrderOf, type OrderSlot } from "./order.ts";
import { innerChanges, withInnerChanges } from "./inner-steps.ts";
import { queryFaults, withQueryFaults } from "./query-faults.ts";
import { positionsOf, type PositionSlot } from "./position.ts";
import { focusedMix, steps } from "./single-run.ts";
import { focusedLargeBook, situations, type Situation } from "./situations.ts";
import { manySymbols } from "./symbol.ts";
import { start } from "./time.ts";

/** Cases of the themes and faults of the focus, or of any. */
export function scenario(focus: Focus | null = null): fc.Arbitrary<Scenario> {
  if (focus === null) return scenarioOf(situations, null);
  return fc.oneof(
    ...focus.faults.map((name) => {
      const some = isOnLargeBooks(focus) ? [...situations, focusedLargeBook] : situations;
      const focused = some.map((usual) => ({
        ...usual,
        faultMix: focusedMix(focus, name, usual.faultMix, usual.symbols === manySymbols),
      }));
      return scenarioOf(focused, focus);
    }),
  );
}

function scenarioOf(some: readonly Situation[], focus: Focus | null): fc.Arbitrary<Scenario> {
  return fc.oneof(
    ...some.map((situation) => ({
      weight: situation.weight,
      arbitrary: scenarioIn(situation, focus),
    })),
  );
}

function scenarioIn(situation: Situation, focus: Focus | null): fc.Arbitrary<Scenario> {
  const hasFilters = focus?.themes.has("filters") === true;
  const hasConditional = focus?.themes.has("conditional orders") === true;
  return fc
    .record({
      gates: gateEnvironment(situation.liveWeight),
      config: situation.config,
      hedge: mostly("hedge mode", focus) ?? fc.boolean(),
      listsOnlyOpenOrders: mostly("list without ended orders", focus) ?? listsOnlyOpenOrders,
      orders: situation.orders.map((slots) => focusedSlots(slots, focus)),
      positions: situation.positions,
      prices: fc.tuple(
        ...situation.symbols.map(() =>
          fc.oneof({ arbitrary: price(), weight: 7 }, { arbitrary: noPrice(), weight: 2 }),
        ),
      ),
      steps: steps(situation.faultMix),
      startsAtMs: start,
      filters: filterShares(
        hasFilters ? Math.min(2, situation.filtersOneIn) : situation.filtersOneIn,
      ),
      conditional: hasConditional ? focusedConditional : conditional,
      inner: innerChanges,
      asked: queryFaults,
    })
    .map(({ inner, asked, ...parts }) => {
      const priced = situation.symbols.flatMap((symbol, index) => {
        const known = parts.prices[index] ?? null;
        return known === null ? [] : [[symbol, known] as const];
      });
      const usual = scenarioWith(parts, "A generated situation.", Object.fromEntries(priced));
      const changed = withInnerChanges(usual, inner);
      return asked === null
        ? changed
        : { ...changed, steps: withQueryFaults(changed.steps, asked) };
    });
}

const someConditional = fc.record({
  slots: fc.array(conditionalSlot(), { maxLength: 3, size: "max" }),
  part: conditionalPart,
  secondPart: conditionalPart,
});
const noConditional = fc.constant(null);

/** One case in twelve has conditional orders, and its snapshots a list of them. */
const conditional = fc.oneof(
  { arbitrary: noConditional, weight: 11 },
  { arbitrary: someConditional, weight: 1 },
);
const focusedConditional = fc.oneof(
  { arbitrary: noConditional, weight: 1 },
  { arbitrary: someConditional, weight: 2 },
);

type Parts = Pick<Scenario, "gates" | "config" | "steps" | "startsAtMs"> & {
  readonly hedge: boolean;
  readonly listsOnlyOpenOrders: boolean;
  readonly orders: readonly OrderSlot[];
  readonly positions: readonly PositionSlot[];
  readonly filters: FilterShares | null;
  /** Null: none is in play. */
  readonly conditional: ConditionalParts | null;
};

/** The open orders of the venue have no ended ones; other lists have them, and show more mismatches. */
export const listsOnlyOpenOrders = fc.constantFrom(false, false, false, true);

export function scenarioWith(
  parts: Parts,
  statement: string,
  prices: Scenario["exchange"]["prices"],
): Scenario {
  const { gates, config, hedge, orders, positions, steps: list, startsAtMs } = parts;
  const context = { hedge, prefix: config.clientOrderIdPrefix };
  const exchange: Scenario["exchange"] = {
    positionMode: hedge ? "hedge" : "one_way",
    orders: orders.flatMap((slot, index) => observedOrderOf(slot, index + 1, context)),
    positions: positionsOf(positions, "observed", hedge),
    prices,
  };
  const listed = parts.listsOnlyOpenOrders ? { ...exchange, listsOnlyOpenOrders: true } : exchange;
  const filters = filtersOf(parts.filters, exchange);
  const limit = notionalLimitOf(parts.filters, exchange);
  const usual: Scenario = {
    schemaVersion: 2,
    name: "generated",
    statement,
    startsAtMs,
    gates,
    config: limit === null ? config : copyConfig({ ...config, maxFlattenNotionalUsdt: limit }),
    expected: {
      orders: orders.flatMap((slot, index) => expectedOrderOf(slot, index + 1, context)),
      positions: positionsOf(positions, "expected", hedge),
    },
    exchange: filters === undefined ? listed : { ...listed, filters },
    steps: list,
  };
  return parts.conditional === null
    ? usual
    : withConditionalOrders(usual, parts.conditional, context);
}
