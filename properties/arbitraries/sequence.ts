/**
 * Sequences: many runs, between which orders fill, replies are lost, processes crash and operators
 * change the gates. A step refers to an order by an index that is bound when the step is executed,
 * so it still acts on something after earlier steps are removed.
 *
 * Some operations are disabled at random in each batch (swarm testing): with all of them enabled,
 * long repetitions of one kind would be too rare.
 */
import * as fc from "fast-check";
import type { Config } from "../../src/domain/config.ts";
import { decimalSchema } from "../../src/domain/decimal.ts";
import { allGatesOpen } from "../../src/domain/gate.ts";
import type { Fault } from "../../src/domain/theme.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { Step } from "../../src/scenario/step.ts";
import { conditionalOfSequences } from "./conditional-order.ts";
import { configuration } from "./config.ts";
import { wideNotional } from "./decimal.ts";
import { focusedSlots, isOnLargeBooks, mostly, type Focus } from "./focus.ts";
import {
  faultOperation,
  focusedOperations,
  largeConfiguration,
  manySlots,
} from "./focused-operations.ts";
import { filterShares } from "./filters.ts";
import { gateEnvironment } from "./gate-environment.ts";
import {
  freshSnapshot,
  generatorsOf,
  operations,
  run,
  snapshotAndRun,
} from "./sequence-operations.ts";
import type { OperationName } from "./sequence-operations.ts";
import type { Operation } from "./step-generator.ts";
import { queryFaults, withQueryFaults } from "./query-faults.ts";
import { positionOf, wait } from "./retries.ts";
import { orderSlot, type OrderSlot } from "./order.ts";
import { positionSlot } from "./position.ts";
import { listsOnlyOpenOrders, scenarioWith } from "./scenario.ts";
import { symbols } from "./symbol.ts";
import { start } from "./time.ts";

export const stepsMax = 60;
const slotsOfOrders = 6;
/** At most this many orders exist when the sequence starts; the others may appear later. */
const slotsAtStart = 3;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of this very object
const operationNames = Object.keys(operations) as OperationName[];
const switchable = operationNames.filter((name) => name !== "run");

type Operations = readonly OperationName[];

/**
 * The operations that two batches allow: both all of them, or one of them some, and the other the rest. So every
 * operation is in one of two batches at least, and no seed is without one.
 */
export function allowedOperations(): fc.Arbitrary<readonly [Operations, Operations]> {
  const all: readonly [Operations, Operations] = [operationNames, operationNames];
  const split = fc.subarray(switchable).map((some) => {
    const rest = switchable.filter((name) => !some.includes(name));
    return [withRun(some), withRun(rest)] as const;
  });
  return fc.oneof({ arbitrary: fc.constant(all), weight: 1 }, { arbitrary: split, weight: 2 });
}

const withRun = (some: Operations): Operations => ["run", ...some];

function sequenceConfiguration(): fc.Arbitrary<Config> {
  return fc
    .record({
      usual: configuration("cancel_then_flatten", "cancel_then_flatten", "cancel_all", "flatten"),
      isWide: fc.constantFrom(true, true, true, false),
      cooldownSeconds: fc.constantFrom(0, 0, 1, 60),
      maxAttemptsPerIntent: fc.constantFrom(3, 2, 1, 10),
      maxAttemptsPerWindow: fc.constantFrom(100, 100, 100, 4, 2),
      // A window that is shorter than the cooldown must not shorten it.
      attemptWindowSeconds: fc.constantFrom(3_600, 3_600, 60, 30),
    })
    .map(({ usual, isWide, ...own }) => ({
      ...usual,
      ...own,
      ...(isWide && {
        symbolWhitelist: symbols,
        maxOrdersPerAction: 10,
        maxSymbolsPerAction: 3,
        maxFlattenNotionalUsdt: wideNotional,
      }),
    }));
}

const prices = Object.fromEntries(
  symbols.map((symbol) => [symbol, decimalSchema.parse("50000.00")] as const),
);

const raceWeight = 6;
const noFaults: fc.Arbitrary<Operation> = fc.constant(() => []);
/** The next run has something to close, after any cooldown. */
const positionAndFaults = fc
  .tuple(fc.constantFrom(...symbols.slice(0, 2)), operations["set-port-faults"].generate)
  .map(([symbol, fault]): Operation => {
    const open = positionOf(symbol);
    return (context) => [wait, ...open(context), ...fault(context)];
  });

/** A step between the snapshot and its run, which may meet port faults; every kind of step is equally likely. */
function race(allowed: readonly OperationName[]): fc.Arbitrary<Operation> {
  const between = allowed.filter((name) => name !== "run" && name !== "reconcile");
  if (between.length === 0) return operations.run.generate;
  const faults = allowed.includes("set-port-faults")
    ? fc.oneof(noFaults, positionAndFaults)
    : noFaults;
  return fc
    .tuple(faults, fc.oneof(...between.map((name) => operations[name].generate)))
    .map(([fault, operation]) => (context) => [
      ...fault(context),
      freshSnapshot,
      ...operation(context),
      run,
    ]);
}

/** Sequences of the enabled operations, with the themes and faults of the focus, or with any. */
export function sequence(
  allowed: readonly OperationName[] = operationNames,
  focus: Focus | null = null,
): fc.Arbitrary<Scenario> {
  if (focus === null) return sequenceOf(bodyOf(allowed));
  const names = focusedOperations(allowed, focus);
  const usual = focus.faults.map((_, at) => {
    const faults = faultsAt(focus, at).map((name) => faultOperation(name, focus));
    return sequenceOf(bodyOf(names, faults), focus);
  });
  if (!isOnLargeBooks(focus)) return fc.oneof(...usual);
  const large = focus.faults.map((name) => {
    const body = shortBody(names, faultOperation(name, focus, true));
    return sequenceOf(body, focus, true);
  });
  return fc.oneof(
    { arbitrary: fc.oneof(...usual), weight: largeOneIn - 1 },
    { arbitrary: fc.oneof(...large), weight: 1 },
  );
}

/** One sequence in so many of a batch that focuses on large books. */
const largeOneIn = 4;

/** A bug may need several faults, so each one is met with others. */
function faultsAt({ faults }: Focus, at: number): readonly Fault[] {
  return [...faults, ...faults].slice(at, at + 4);
}

type Body = fc.Arbitrary<readonly Operation[]>;

const faultWeight = 12;

function operationOf(
  allowed: readonly OperationName[],
  faults: readonly fc.Arbitrary<Operation>[],
): fc.Arbitrary<Operation> {
  const single = generatorsOf(allowed).map(({ weight, generate }) => ({
    weight,
    arbitrary: generate,
  }));
  return fc.oneof(
    ...single,
    { weight: raceWeight, arbitrary: race(allowed) },
    ...faults.map((arbitrary) => ({ weight: faultWeight, arbitrary })),
  );
}

function bodyOf(
  allowed: readonly OperationName[],
  faults: readonly fc.Arbitrary<Operation>[] = [],
): Body {
  const operation = operationOf(allowed, faults);
  return fc.oneof(
    ...[8, 16, stepsMax].map((maxLength) =>
      fc.array(operation, { minLength: 1, maxLength, size: "max" }),
    ),
  );
}

/** Each run of a large book costs as much as dozens of others. */
function shortBody(allowed: readonly OperationName[], fault: fc.Arbitrary<Operation>): Body {
  const operation = operationOf(allowed, [fault]);
  const rest = fc.array(operation, { maxLength: 3, size: "max" });
  return fc
    .tuple(fault, rest, fc.boolean())
    .map(([first, others, isLast]) => (isLast ? [...others, first] : [first, ...others]));
}

const noSlots = fc.constant<readonly OrderSlot[]>([]);

function sequenceOf(
  body: Body,
  focus: Focus | null = null,
  isLarge = false,
): fc.Arbitrary<Scenario> {
  const hasConditional = focus?.themes.has("conditional orders") === true;
  return fc
    .record({
      gates: fc.oneof(
        { arbitrary: fc.constant(allGatesOpen), weight: 12 },
        { arbitrary: gateEnvironment(1), weight: 1 },
      ),
      config: isLarge ? largeConfiguration : sequenceConfiguration(),
      hedge: mostly("hedge mode", focus) ?? fc.constantFrom(false, false, true),
      listsOnlyOpenOrders: mostly("list without ended orders", focus) ?? listsOnlyOpenOrders,
      slots: fc.array(orderSlot(), { minLength: slotsOfOrders, maxLength: slotsOfOrders }),
      ordersAtStart: fc.nat({ max: slotsAtStart }),
      positions: fc.array(positionSlot(), { maxLength: 2 }),
      body,
      startsAtMs: start,
      filters: filterShares(focus?.themes.has("filters") === true ? 2 : 12),
      conditional: conditionalOfSequences[hasConditional ? "focused" : "usual"],
      more: isLarge ? manySlots : noSlots,
      asked: queryFaults,
    })
    .map(({ slots: drawnSlots, ordersAtStart, body: parts, more, asked, ...drawn }) => {
      const { config, hedge } = drawn;
      const slots = focusedSlots(drawnSlots, focus);
      const context = { slots, hedge, prefix: config.clientOrderIdPrefix };
      const orders = [...slots.slice(0, ordersAtStart), ...more];
      const steps = withQueryFaults(endWithRun(parts.flatMap((part) => part(context))), asked);
      const all = { ...drawn, orders, steps };
      return scenarioWith(all, "A generated sequence.", prices);
    });
}

/** Only a run shows the effect of the last steps. */
function endWithRun(steps: readonly Step[]): readonly Step[] {
  const some = steps.slice(0, stepsMax - snapshotAndRun.length);
  return some.at(-1)?.kind === "reconcile" ? some : [...some, ...snapshotAndRun];
}
