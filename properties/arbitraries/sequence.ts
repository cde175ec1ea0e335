/**
 * Histories: many runs, between which orders fill, faults are lost, processes die and operators change their
 * minds. What is done to an order names it by a number that is resolved when the step is taken, so that a step
 * still means something when the ones before it are taken away.
 *
 * Operations are switched off at random, batch by batch: where everything happens, nothing happens often
 * enough in a row to matter.
 */
import * as fc from "fast-check";
import type { Config } from "../../src/domain/config.ts";
import { decimalSchema } from "../../src/domain/decimal.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { Step } from "../../src/scenario/step.ts";
import { configuration } from "./config.ts";
import { allGatesOpen, gateEnvironment } from "./gate-environment.ts";
import { look, snapshotAndRun, operations, run } from "./sequence-operations.ts";
import type { Operation } from "./sequence-operations.ts";
import { expectedOrderOf, observedOrderOf, orderSlot } from "./order.ts";
import { positionSlot, positionsOf } from "./position.ts";
import { symbols } from "./symbol.ts";
import { startsAtMs } from "./time.ts";

export const stepsMax = 60;
const slotsOfOrders = 6;
/** The first orders stand in the books when the sequence begins; the others come. */
const slotsAtStart = 3;

type OperationName = keyof typeof operations;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of this very object
const operationNames = Object.keys(operations) as OperationName[];
const switchable = operationNames.filter((name) => name !== "run");

/** Which operations may happen in a batch: all, or a part of them. */
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
      maxAttemptsPerIntent: fc.constantFrom(3, 3, 2, 1),
      maxAttemptsPerWindow: fc.constantFrom(100, 100, 100, 4, 2),
      attemptWindowSeconds: fc.constantFrom(3_600, 3_600, 60),
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

const wideNotional = decimalSchema.parse("1000000000000");
const prices = Object.fromEntries(
  symbols.map((symbol) => [symbol, decimalSchema.parse("50000.00")] as const),
);

const raceWeight = 6;

/** Something happens between the look and the run: every kind of step as likely as any other. */
function race(allowed: readonly OperationName[]): fc.Arbitrary<Operation> {
  const between = allowed.filter((name) => name !== "run" && name !== "reconcile");
  if (between.length === 0) return operations.run.arbitrary();
  return fc
    .oneof(...between.map((name) => operations[name].arbitrary()))
    .map((what) => (stage) => [look, ...what(stage), run]);
}

/** Only operations of these names happen. */
export function sequence(
  allowed: readonly OperationName[] = operationNames,
): fc.Arbitrary<Scenario> {
  const single = allowed.map((name) => ({
    weight: operations[name].weight,
    arbitrary: operations[name].arbitrary(),
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
      slots: fc.array(orderSlot(), { minLength: slotsOfOrders, maxLength: slotsOfOrders }),
      ordersAtStart: fc.nat({ max: slotsAtStart }),
      positions: fc.array(positionSlot(), { maxLength: 2 }),
      happens: fc.oneof(...lengths),
    })
    .map(({ gates, config, hedge, slots, ordersAtStart, positions, happens }) => {
      const prefix = config.clientOrderIdPrefix;
      const stage = { slots, hedge, prefix };
      const atStart = slots.slice(0, ordersAtStart);
      return {
        schemaVersion: 2,
        name: "generated",
        statement: "A generated sequence.",
        startsAtMs,
        gates,
        config,
        expected: {
          orders: atStart.flatMap((slot, at) => expectedOrderOf(slot, at + 1, hedge, prefix)),
          positions: positionsOf(positions, "expected", hedge),
        },
        exchange: {
          positionMode: hedge ? "hedge" : "one_way",
          orders: atStart.flatMap((slot, at) => observedOrderOf(slot, at + 1, hedge, prefix)),
          positions: positionsOf(positions, "observed", hedge),
          prices,
        },
        steps: endWithARun(happens.flatMap((what) => what(stage))),
      };
    });
}

/** Without a run at the end nobody would see what the last steps led to. */
function endWithARun(steps: readonly Step[]): readonly Step[] {
  const some = steps.slice(0, stepsMax - snapshotAndRun.length);
  return some.at(-1)?.kind === "reconcile" ? some : [...some, ...snapshotAndRun];
}
