/**
 * The situations of cases with one or two runs. Each exercises another part of the pipeline: one uniform mixture would
 * reach the last limits too rarely.
 */
import * as fc from "fast-check";
import { copyConfig } from "../../src/domain/copies.ts";
import type { Config } from "../../src/domain/config.ts";
import type { TradingSymbol } from "../../src/domain/trading-symbol.ts";
import type { SnapshotPartStep } from "../../src/scenario/step.ts";
import {
  configuration,
  configurationOfFlattens,
  configurationOfManyCalls,
  configurationOfOneAttempt,
  configurationOfPriorCalls,
  withDefaultLimits,
} from "./config.ts";
import { conditionalShownTwice, type ConditionalParts } from "./conditional-order.ts";
import { cancellableSlot, orderSlot, type OrderSlot } from "./order.ts";
import { positionSlot, type PositionSlot } from "./position.ts";
import { noFault } from "./focus.ts";
import { acceptThenBusy, busy } from "./port-fault.ts";
import type { FaultMix } from "./single-run.ts";
import { repeatingPart } from "./snapshot-part.ts";
import { manySymbols, symbols } from "./symbol.ts";

export type Situation = {
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
  /** Absent: few cases have some. */
  readonly conditional?: fc.Arbitrary<ConditionalParts>;
};

// Without the size the lengths would stay near the minimum.
const orderSlots = (minLength: number, maxLength: number, slot = orderSlot()) =>
  fc.array(slot, { minLength, maxLength, size: "max" });
const positionSlots = (minLength: number, maxLength: number, slot = positionSlot()) =>
  fc.array(slot, { minLength, maxLength, size: "max" });
const usualFaults: FaultMix = { snapshot: 1, port: 6, secondRun: 3 };

const manyOrders: Situation = {
  weight: 8,
  symbols,
  config: configuration("cancel_all", "cancel_then_flatten"),
  orders: orderSlots(2, 6),
  positions: positionSlots(0, 3),
  liveWeight: 18,
  faultMix: usualFaults,
  filtersOneIn: 20,
};
const manyPositions: Situation = {
  ...manyOrders,
  weight: 10,
  config: configuration("flatten", "cancel_then_flatten"),
  orders: orderSlots(0, 1),
  positions: positionSlots(1, 5),
};
const ordersAndPositions: Situation = {
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
const beyondDefaults: Situation = {
  ...manyOrders,
  weight: 1,
  config: manyOrders.config.map(withDefaultLimits),
  positions: positionSlots(0, 1),
  faultMix: fewFaults,
};
/** A first run that no fault ends, and a second one when each cooldown but the longest has passed. */
const quietSecondRun: FaultMix = {
  snapshot: 0,
  port: 0,
  secondRun: 100,
  waitsMs: [60_000],
  secondPart: fc.constant<SnapshotPartStep>({ kind: "ok" }),
  isTrailWritable: true,
};
const ofTwoSymbols = cancellableSlot(fc.constantFrom(...symbols.slice(0, 2)));
const ofAnySymbolToCancel = cancellableSlot(fc.constantFrom(...symbols));

const anySymbol = fc.constantFrom(...manySymbols);
const ofManySymbols = fc.oneof(orderSlot(anySymbol), cancellableSlot(anySymbol));

/** A second run after a large first one has a long list of prior calls. */
const largeBook: Situation = {
  ...manyOrders,
  symbols: manySymbols,
  config: configurationOfManyCalls(),
  positions: positionSlots(0, 60, positionSlot(anySymbol)),
  faultMix: { ...fewFaults, secondRun: 30 },
};

/** The first run ends orders, and the lists of the second one show some of them twice. */
const shownTwice: Situation = {
  ...manyOrders,
  weight: 1,
  config: configuration("cancel_all", "cancel_then_flatten").map(withDefaultLimits),
  orders: orderSlots(1, 2, ofAnySymbolToCancel),
  positions: positionSlots(0, 2),
  liveWeight: 100,
  faultMix: { ...quietSecondRun, secondPart: repeatingPart },
};

const oldest: SnapshotPartStep = { kind: "old", ageMs: 120_000 };
/**
 * The lists of the first run are as old as they may be. The second run comes when a minute after the start of the first
 * one is over, but not a minute after its calls.
 */
const soonAfterSlowCalls: Situation = {
  ...shownTwice,
  config: shownTwice.config.map((config) => copyConfig({ ...config, cooldownSeconds: 60 })),
  orders: orderSlots(2, 3, ofTwoSymbols),
  faultMix: {
    ...quietSecondRun,
    waitsMs: [59_999],
    focused: fc.constant({
      fault: { ...noFault, port: acceptThenBusy, orders: oldest, positions: oldest },
      slowMs: 1_000,
      isLater: false,
    }),
  },
};

/** Positions that are closed by several orders. */
const splitCloses: Situation = {
  ...manyPositions,
  weight: 3,
  config: configurationOfFlattens(),
  orders: fc.constant([]),
  positions: positionSlots(1, 2),
  faultMix: { ...fewFaults, secondRun: 40 },
  filtersOneIn: 1,
};

/** The first of them is rejected, and the trail takes its attempt and not its result, or neither. */
const unwrittenRejections: Situation = {
  ...splitCloses,
  weight: 1,
  config: splitCloses.config.map((config) => copyConfig({ ...config, auditEnabled: true })),
  liveWeight: 100,
  faultMix: {
    ...splitCloses.faultMix,
    focused: fc
      .constantFrom(0, 1, 1, 2, 3)
      .map((eventsAccepted) => ({
        fault: { ...noFault, port: [busy], eventsAccepted },
        slowMs: null,
        isLater: false,
      })),
  },
};

const usualSituations: readonly Situation[] = [
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
  shownTwice,
  soonAfterSlowCalls,
  { ...shownTwice, orders: fc.constant([]), conditional: conditionalShownTwice },
  { ...beyondDefaults, orders: orderSlots(11, 12, ofTwoSymbols) },
  { ...beyondDefaults, orders: orderSlots(5, 8, ofAnySymbolToCancel) },
  splitCloses,
  unwrittenRejections,
];

function withPriorCalls(calls: number, ordersMax: number): Situation {
  return {
    ...largeBook,
    config: configurationOfPriorCalls(calls),
    orders: orderSlots(calls, ordersMax, cancellableSlot(anySymbol)),
    positions: positionSlots(0, 1),
    liveWeight: 100,
    faultMix: quietSecondRun,
  };
}

/** A large book costs as much as hundreds of small ones, so few cases have one. */
const usualWeight = 40;
export const situations: readonly Situation[] = [
  ...usualSituations.map((usual) => ({ ...usual, weight: usual.weight * usualWeight })),
  { ...largeBook, weight: 12, orders: orderSlots(15, 50, ofManySymbols) },
  { ...largeBook, weight: 3, orders: orderSlots(50, 200, ofManySymbols) },
  { ...largeBook, weight: 1, orders: orderSlots(200, 500, ofManySymbols) },
  { ...withPriorCalls(24, 34), weight: 10 },
  { ...withPriorCalls(110, 130), weight: 2 },
];

const total = situations.reduce((sum, { weight }) => sum + weight, 0);
/** One case in four of a batch that focuses on large books, with as few orders as a large book can have. */
export const focusedLargeBook: Situation = {
  ...largeBook,
  weight: Math.round(total / 3),
  config: configurationOfManyCalls([999]).map((config) =>
    copyConfig({ ...config, maxSymbolsPerAction: 1_000, auditEnabled: true }),
  ),
  orders: orderSlots(20, 23, cancellableSlot(anySymbol)),
  positions: positionSlots(0, 2),
  liveWeight: 100,
};
