import * as fc from "fast-check";
import { zero } from "../../../src/domain/decimal.ts";
import type { Step } from "../../../src/scenario/step.ts";
import {
  always,
  type Operation,
  type SequenceContext,
  type StepGenerator,
} from "../step-generator.ts";
import { busy } from "../port-fault.ts";
import { positionOf, wait } from "../retries.ts";
import { symbols } from "../symbol.ts";

/**
 * In most cases the exchange ends what is open first, because it accepts no other mode before. One of `others` may come
 * between. Then a run uses the snapshot of the old mode. Or a position opens and closes in the new mode. Or one opens
 * whose close failed in the old mode. All steps that follow have the sides of the new one.
 */
export function setPositionMode(
  roundTrip: StepGenerator,
  faultAndSnapshot: fc.Arbitrary<Operation>,
  run: Step,
  snapshotAndRun: readonly Step[],
  others: readonly fc.Arbitrary<Operation>[],
): StepGenerator {
  const runAfter = always(run);
  const attempt = [wait, ...snapshotAndRun];
  const failedCloses = fc.constantFrom(...symbols.slice(0, 2)).map((name) => {
    const open = positionOf(name);
    const before: Operation = (context) => [
      ...open(context),
      { kind: "set-port-faults", faults: [busy, busy, busy] },
      ...attempt,
      ...attempt,
      ...attempt,
    ];
    const after: Operation = (context) => [...open(context), ...attempt];
    return [before, after] as const;
  });
  return {
    weight: 1,
    generate: fc
      .tuple(
        inMostCases,
        fc.oneof(fc.constant(nothing), fc.oneof(...others)),
        fc.oneof(
          fc.constantFrom([nothing, nothing] as const, [nothing, changeMode] as const),
          roundTrip.generate.map((after) => [nothing, after] as const),
          faultAndSnapshot.map((before) => [before, runAfter] as const),
          failedCloses,
        ),
      )
      .map(([endsAll, other, [before, after]]): Operation => (context) => {
        const ended = endsAll ? endAll(context) : [];
        const first = [...before(context), ...ended, ...other(context)];
        return [...first, ...changeMode(context), ...after(context)];
      }),
  };
}

const changeMode: Operation = (context) => {
  context.hedge = !context.hedge;
  return [{ kind: "set-position-mode", mode: context.hedge ? "hedge" : "one_way" }];
};

const nothing: Operation = () => [];
const inMostCases = fc.nat({ max: 7 }).map((number) => number > 0);

const cancels: readonly Step[] = [
  ...Array.from({ length: 4 }, (): Step => ({ kind: "cancel-by-exchange", clientOrderId: 0 })),
  ...Array.from({ length: 2 }, (): Step => {
    return { kind: "cancel-by-exchange", clientOrderId: 0, orderList: "conditional" };
  }),
];

function endAll({ hedge }: SequenceContext): readonly Step[] {
  const sides = hedge ? (["LONG", "SHORT"] as const) : (["BOTH"] as const);
  const closes = symbols.flatMap((symbol) =>
    sides.map((positionSide): Step => {
      return { kind: "set-position", position: { symbol, positionSide, quantity: zero } };
    }),
  );
  return [...closes, ...cancels];
}
