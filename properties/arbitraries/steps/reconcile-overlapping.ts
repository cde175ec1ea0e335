import * as fc from "fast-check";
import { decimalSchema, negate } from "../../../src/domain/decimal.ts";
import type { Step } from "../../../src/scenario/step.ts";
import { faultKinds } from "../port-fault.ts";
import { wait } from "../retries.ts";
import { always, forSlot, index, type Operation, type StepGenerator } from "../step-generator.ts";

const interactions = (max: number) => fc.integer({ min: 1, max });

/** A run with one port call has nine interactions. In half of the cases the second instance pauses before its call. */
const turns: fc.Arbitrary<readonly number[]> = fc.oneof(
  fc.array(interactions(9), { maxLength: 4, size: "max" }),
  fc.tuple(interactions(6), fc.constantFrom(1, 1, 2, 3)),
);

const small = decimalSchema.parse("0.001");

/** A position that neither instance expects, so that both have something to do. */
const position: fc.Arbitrary<Operation> = fc.tuple(index, fc.boolean()).map(([at, isShort]) =>
  forSlot(at, ({ symbol }, _, { hedge }): readonly Step[] => {
    const side = hedge ? (isShort ? "SHORT" : "LONG") : "BOTH";
    const isNegative = hedge ? side === "SHORT" : isShort;
    const quantity = isNegative ? negate(small) : small;
    return [{ kind: "set-position", position: { symbol, positionSide: side, quantity } }];
  }),
);

const faults: fc.Arbitrary<Operation> = fc
  .constantFrom(...faultKinds)
  .map((fault) => always({ kind: "set-port-faults", faults: [fault] }));

const nothing = fc.constant<Operation>(() => []);

const positionAndFault = fc.tuple(position, faults).map(([open, fault]): Operation => (context) => [
  ...open(context),
  ...fault(context),
]);

/** A port fault of the first close, or of a run before, leaves something for the second instance. */
export function reconcileOverlapping(snapshotAndRun: readonly Step[]): StepGenerator {
  const afterARun = positionAndFault.map((both): Operation => (context) => [
    ...both(context),
    ...snapshotAndRun,
  ]);
  // The instances meet again in the same processes, after a cooldown.
  const afterAnOverlap = fc.tuple(position, turns).map(([open, inTurn]): Operation => (context) => [
    ...open(context),
    { kind: "reconcile-overlapping", turns: inTurn },
    wait,
    ...open(context),
  ]);
  const usual = [nothing, position, positionAndFault, positionAndFault];
  return {
    weight: 2,
    generate: fc
      .tuple(fc.oneof(...usual, afterARun, afterAnOverlap), turns)
      .map(([prepare, inTurn]): Operation => (context) => [
        ...prepare(context),
        { kind: "reconcile-overlapping", turns: inTurn },
      ]),
  };
}
