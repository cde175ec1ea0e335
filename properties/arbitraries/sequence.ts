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
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { Step } from "../../src/scenario/step.ts";
import { conditionalPart, conditionalSlot } from "./conditional-order.ts";
import { configuration } from "./config.ts";
import { wideNotional } from "./decimal.ts";
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
import { orderSlot } from "./order.ts";
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

/** The operations that are enabled in a batch: all, or some of them. */
export function allowedOperations(): fc.Arbitrary<readonly OperationName[]> {
  return fc.oneof(
    { arbitrary: fc.constant(operationNames), weight: 1 },
    { arbitrary: fc.subarray(switchable).map((some) => ["run" as const, ...some]), weight: 2 },
  );
}

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

/** A step between the snapshot and its run; every kind of step is equally likely. */
function race(allowed: readonly OperationName[]): fc.Arbitrary<Operation> {
  const between = allowed.filter((name) => name !== "run" && name !== "reconcile");
  if (between.length === 0) return operations.run.generate;
  return fc
    .oneof(...between.map((name) => operations[name].generate))
    .map((operation) => (context) => [freshSnapshot, ...operation(context), run]);
}

/** One sequence in eight starts with conditional orders. */
const conditional = fc.oneof(
  { arbitrary: fc.constant(null), weight: 7 },
  {
    arbitrary: fc.record({
      slots: fc.array(conditionalSlot(), { maxLength: 2, size: "max" }),
      part: conditionalPart,
      secondPart: fc.constant(null),
    }),
    weight: 1,
  },
);

/** Sequences of the enabled operations. */
export function sequence(
  allowed: readonly OperationName[] = operationNames,
): fc.Arbitrary<Scenario> {
  const single = generatorsOf(allowed).map(({ weight, generate }) => ({
    weight,
    arbitrary: generate,
  }));
  const operation = fc.oneof(...single, { weight: raceWeight, arbitrary: race(allowed) });
  const lengths = [8, 16, stepsMax].map((maxLength) =>
    fc.array(operation, { minLength: 1, maxLength, size: "max" }),
  );
  return fc
    .record({
      gates: fc.oneof(
        { arbitrary: fc.constant(allGatesOpen), weight: 12 },
        { arbitrary: gateEnvironment(1), weight: 1 },
      ),
      config: sequenceConfiguration(),
      hedge: fc.constantFrom(false, false, true),
      listsOnlyOpenOrders,
      slots: fc.array(orderSlot(), { minLength: slotsOfOrders, maxLength: slotsOfOrders }),
      ordersAtStart: fc.nat({ max: slotsAtStart }),
      positions: fc.array(positionSlot(), { maxLength: 2 }),
      body: fc.oneof(...lengths),
      startsAtMs: start,
      filters: filterShares(12),
      conditional,
      asked: queryFaults,
    })
    .map(({ slots, ordersAtStart, body, asked, ...drawn }) => {
      const { config, hedge } = drawn;
      const context = { slots, hedge, prefix: config.clientOrderIdPrefix };
      const orders = slots.slice(0, ordersAtStart);
      const steps = withQueryFaults(endWithRun(body.flatMap((part) => part(context))), asked);
      const parts = { ...drawn, orders, steps };
      return scenarioWith(parts, "A generated sequence.", prices);
    });
}

/** Only a run shows the effect of the last steps. */
function endWithRun(steps: readonly Step[]): readonly Step[] {
  const some = steps.slice(0, stepsMax - snapshotAndRun.length);
  return some.at(-1)?.kind === "reconcile" ? some : [...some, ...snapshotAndRun];
}
