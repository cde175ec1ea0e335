/** Scenarios of one or two runs. */
import * as fc from "fast-check";
import { copyConfig } from "../../src/domain/copies.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { conditionalOfRuns, withConditionalOrders } from "./conditional-order.ts";
import type { ConditionalParts } from "./conditional-order.ts";
import { noPrice, price } from "./decimal.ts";
import { filterShares, filtersOf, notionalLimitOf, type FilterShares } from "./filters.ts";
import { focusedSlots, isOnLargeBooks, mostly, type Focus } from "./focus.ts";
import { gateEnvironment } from "./gate-environment.ts";
import { expectedOrderOf, observedOrderOf, type OrderSlot } from "./order.ts";
import { innerChanges, withInnerChanges } from "./inner-steps.ts";
import { queryFaults, withQueryFaults } from "./query-faults.ts";
import { positionsOf, type PositionSlot } from "./position.ts";
import { focusedMix, steps, type FaultMix } from "./single-run.ts";
import { focusedLargeBook, situations, type Situation } from "./situations.ts";
import { manySymbols } from "./symbol.ts";
import { start } from "./time.ts";

/** Cases of the themes and faults of the focus, or of any. */
export function scenario(focus: Focus | null = null): fc.Arbitrary<Scenario> {
  if (focus === null) {
    return fc.oneof(
      ...situations.map((situation) => {
        const arbitrary = scenarioIn(situation, partsOf(situation, null), situation.faultMix);
        return { weight: situation.weight, arbitrary };
      }),
    );
  }
  const some = isOnLargeBooks(focus) ? [...situations, focusedLargeBook] : situations;
  // The faults of a batch share all but the steps: to compose a situation takes as long as to draw dozens of cases.
  const shared = some.map((situation) => ({ situation, parts: partsOf(situation, focus) }));
  return fc.oneof(
    ...focus.faults.map((name) =>
      fc.oneof(
        ...shared.map(({ situation, parts }) => {
          const isLarge = situation.symbols === manySymbols;
          const faultMix = focusedMix(focus, name, situation.faultMix, isLarge);
          const arbitrary = scenarioIn(situation, parts, faultMix);
          return { weight: situation.weight, arbitrary };
        }),
      ),
    ),
  );
}

const anyPrice = fc.oneof({ arbitrary: price(), weight: 7 }, { arbitrary: noPrice(), weight: 2 });

/** What a case has apart from its steps. */
function partsOf(situation: Situation, focus: Focus | null) {
  const hasFilters = focus?.themes.has("filters") === true;
  const hasConditional = focus?.themes.has("conditional orders") === true;
  return {
    gates: gateEnvironment(situation.liveWeight),
    hedge: mostly("hedge mode", focus) ?? fc.boolean(),
    listsOnlyOpenOrders: mostly("list without ended orders", focus) ?? listsOnlyOpenOrders,
    orders: situation.orders.map((slots) => focusedSlots(slots, focus)),
    prices: fc.tuple(...situation.symbols.map(() => anyPrice)),
    filters: filterShares(
      hasFilters ? Math.min(2, situation.filtersOneIn) : situation.filtersOneIn,
    ),
    conditional: situation.conditional ?? conditionalOfRuns[hasConditional ? "focused" : "usual"],
  };
}

function scenarioIn(
  situation: Situation,
  shared: ReturnType<typeof partsOf>,
  faultMix: FaultMix,
): fc.Arbitrary<Scenario> {
  return fc
    .record({
      gates: shared.gates,
      config: situation.config,
      hedge: shared.hedge,
      listsOnlyOpenOrders: shared.listsOnlyOpenOrders,
      orders: shared.orders,
      positions: situation.positions,
      prices: shared.prices,
      steps: steps(faultMix),
      startsAtMs: start,
      filters: shared.filters,
      conditional: shared.conditional,
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
