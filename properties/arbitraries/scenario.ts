/**
 * Scenarios of one or two runs. Each theme exercises another part of the pipeline: one uniform
 * mixture would reach the last limits too rarely.
 */
import * as fc from "fast-check";
import { copyConfig } from "../../src/domain/copies.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { Config } from "../../src/domain/config.ts";
import type { TradingSymbol } from "../../src/domain/trading-symbol.ts";
import {
  configuration,
  configurationOfFlattens,
  configurationOfManyCalls,
  configurationOfOneAttempt,
  configurationOfPriorCalls,
  withDefaultLimits,
} from "./config.ts";
import { conditionalPart, conditionalSlot, withConditionalOrders } from "./conditional-order.ts";
import type { ConditionalParts } from "./conditional-order.ts";
import { noPrice, price } from "./decimal.ts";
import { filterShares, filtersOf, notionalLimitOf, type FilterShares } from "./filters.ts";
import { focusedSlots, isOnLargeBooks, mostly, type Focus } from "./focus.ts";
import { gateEnvironment } from "./gate-environment.ts";
import { cancellableSlot, expectedOrderOf, observedOrderOf, orderSlot } from "./order.ts";
import type { OrderSlot } from "./order.ts";
import { innerChanges, withInnerChanges } from "./inner-steps.ts";
import { queryFaults, withQueryFaults } from "./query-faults.ts";
import { positionSlot, positionsOf, type PositionSlot } from "./position.ts";
import { focusedMix, steps, type FaultMix } from "./single-run.ts";
import { manySymbols, symbols } from "./symbol.ts";
import { start } from "./time.ts";

type Theme = {
  readonly weight: number;
  /** Those that may have a price. */
  readonly symbols: readonly TradingSymbol[];
  readonly config: fc.Arbitrary<Config>;
  readonly orders: fc.Arbitrary<readonly OrderSlot[]>;
  readonly positions: fc.Arbitrary<readonly PositionSlot[]>;
  readonly liveWeight: number;
  readonly faultMix: FaultMix;
  /** One exchange of so many has filters. */
  readonly filtersOneIn: number;
};

// Without the size the lengths would stay near the minimum.
const orderSlots = (minLength: number, maxLength: number, slot = orderSlot()) =>
  fc.array(slot, { minLength, maxLength, size: "max" });
const positionSlots = (minLength: number, maxLength: number, slot = positionSlot()) =>
  fc.array(slot, { minLength, maxLength, size: "max" });
const usualFaults: FaultMix = { snapshot: 1, port: 6, secondRun: 3 };

const manyOrders: Theme = {
  weight: 8,
  symbols,
  config: configuration("cancel_all", "cancel_then_flatten"),
  orders: orderSlots(2, 6),
  positions: positionSlots(0, 3),
  liveWeight: 18,
  faultMix: usualFaults,
  filtersOneIn: 20,
};
const manyPositions: Theme = {
  ...manyOrders,
  weight: 10,
  config: configuration("flatten", "cancel_then_flatten"),
  orders: orderSlots(0, 1),
  positions: positionSlots(1, 5),
};
const ordersAndPositions: Theme = {
  symbols,
  weight: 12,
  config: configuration("cancel_then_flatten"),
  orders: orderSlots(1, 4),
  positions: positionSlots(1, 4),
  liveWeight: 26,
  faultMix: { ...usualFaults, secondRun: 40 },
  filtersOneIn: 20,
};
const fewFaults = { ...usualFaults, port: 1 };
/** Books that exceed a limit of 10 orders or 3 symbols, the defaults. */
const beyondDefaults: Theme = {
  ...manyOrders,
  weight: 1,
  config: manyOrders.config.map(withDefaultLimits),
  positions: positionSlots(0, 1),
  faultMix: fewFaults,
};
const ofTwoSymbols = cancellableSlot(fc.constantFrom(...symbols.slice(0, 2)));
const ofAnySymbolToCancel = cancellableSlot(fc.constantFrom(...symbols));

const anySymbol = fc.constantFrom(...manySymbols);
const ofManySymbols = fc.oneof(orderSlot(anySymbol), cancellableSlot(anySymbol));

/** A second run after a large first one has a long list of prior calls. */
const largeBook: Theme = {
  ...manyOrders,
  symbols: manySymbols,
  config: configurationOfManyCalls(),
  positions: positionSlots(0, 60, positionSlot(anySymbol)),
  faultMix: { ...fewFaults, secondRun: 30 },
};

const usualThemes: readonly Theme[] = [
  manyOrders,
  manyPositions,
  ordersAndPositions,
  {
    ...manyOrders,
    weight: 1,
    orders: orderSlots(9, 14),
    positions: positionSlots(0, 8),
    faultMix: fewFaults,
  },
  { ...manyPositions, weight: 2, positions: positionSlots(6, 14), faultMix: fewFaults },
  {
    ...manyOrders,
    weight: 3,
    config: configurationOfOneAttempt(),
    orders: orderSlots(1, 3, ofAnySymbolToCancel),
    faultMix: { snapshot: 1, port: 60, secondRun: 100, waitsMs: [59_999, 60_000, 60_001] },
  },
  { ...beyondDefaults, orders: orderSlots(11, 12, ofTwoSymbols) },
  { ...beyondDefaults, orders: orderSlots(5, 8, ofAnySymbolToCancel) },
  {
    ...manyPositions,
    weight: 3,
    config: configurationOfFlattens(),
    orders: fc.constant([]),
    positions: positionSlots(1, 2),
    faultMix: { ...fewFaults, secondRun: 40 },
    filtersOneIn: 1,
  },
];

function withPriorCalls(calls: number, ordersMax: number): Theme {
  return {
    ...largeBook,
    config: configurationOfPriorCalls(calls),
    orders: orderSlots(calls, ordersMax, cancellableSlot(anySymbol)),
    positions: positionSlots(0, 1),
    faultMix: { ...fewFaults, secondRun: 100 },
  };
}

/** A large book costs as much as hundreds of small ones, so few cases have one. */
const usualWeight = 40;
const themes: readonly Theme[] = [
  ...usualThemes.map((theme) => ({ ...theme, weight: theme.weight * usualWeight })),
  { ...largeBook, weight: 12, orders: orderSlots(15, 50, ofManySymbols) },
  { ...largeBook, weight: 3, orders: orderSlots(50, 200, ofManySymbols) },
  { ...largeBook, weight: 1, orders: orderSlots(200, 500, ofManySymbols) },
  { ...withPriorCalls(24, 34), weight: 10 },
  { ...withPriorCalls(110, 130), weight: 2 },
];

const total = themes.reduce((sum, { weight }) => sum + weight, 0);
/** One case in four of a batch that focuses on large books, with as few orders as a large book can have. */
const focusedLargeBook: Theme = {
  ...largeBook,
  weight: Math.round(total / 3),
  config: configurationOfManyCalls([999]).map((config) =>
    copyConfig({ ...config, maxSymbolsPerAction: 1_000, auditEnabled: true }),
  ),
  orders: orderSlots(20, 23, cancellableSlot(anySymbol)),
  positions: positionSlots(0, 2),
  liveWeight: 100,
};

/** Cases of the themes and faults of the focus, or of any. */
export function scenario(focus: Focus | null = null): fc.Arbitrary<Scenario> {
  if (focus === null) return scenarioOf(themes, null);
  return fc.oneof(
    ...focus.faults.map((name) => {
      const some = isOnLargeBooks(focus) ? [...themes, focusedLargeBook] : themes;
      const focused = some.map((theme) => ({
        ...theme,
        faultMix: focusedMix(focus, name, theme.faultMix, theme.symbols === manySymbols),
      }));
      return scenarioOf(focused, focus);
    }),
  );
}

function scenarioOf(some: readonly Theme[], focus: Focus | null): fc.Arbitrary<Scenario> {
  return fc.oneof(
    ...some.map((theme) => ({ weight: theme.weight, arbitrary: scenarioOfTheme(theme, focus) })),
  );
}

function scenarioOfTheme(theme: Theme, focus: Focus | null): fc.Arbitrary<Scenario> {
  const hasFilters = focus?.themes.has("filters") === true;
  const hasConditional = focus?.themes.has("conditional orders") === true;
  return fc
    .record({
      gates: gateEnvironment(theme.liveWeight),
      config: theme.config,
      hedge: mostly("hedge mode", focus) ?? fc.boolean(),
      listsOnlyOpenOrders: mostly("list without ended orders", focus) ?? listsOnlyOpenOrders,
      orders: theme.orders.map((slots) => focusedSlots(slots, focus)),
      positions: theme.positions,
      prices: fc.tuple(
        ...theme.symbols.map(() =>
          fc.oneof({ arbitrary: price(), weight: 7 }, { arbitrary: noPrice(), weight: 2 }),
        ),
      ),
      steps: steps(theme.faultMix),
      startsAtMs: start,
      filters: filterShares(hasFilters ? Math.min(2, theme.filtersOneIn) : theme.filtersOneIn),
      conditional: hasConditional ? focusedConditional : conditional,
      inner: innerChanges,
      asked: queryFaults,
    })
    .map(({ inner, asked, ...parts }) => {
      const priced = theme.symbols.flatMap((symbol, index) => {
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
