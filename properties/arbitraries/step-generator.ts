/** How sequences get their steps: each kind of step has one generator in `steps/`. */
import * as fc from "fast-check";
import type { Step } from "../../src/scenario/step.ts";
import type { OrderContext, OrderSlot } from "./order.ts";

/** What a generated value needs to become steps. */
export type SequenceContext = Pick<OrderContext, "prefix"> & {
  readonly slots: readonly OrderSlot[];
  /** The position mode at this place of the sequence; a step may change it. */
  hedge: boolean;
};

/** One generated part of a sequence. */
export type Operation = (context: SequenceContext) => readonly Step[];

export type StepGenerator = {
  /** How often the kind is generated, relative to the others. */
  readonly weight: number;
  readonly generate: fc.Arbitrary<Operation>;
};

/** The same step in every context. */
export function always(step: Step): Operation {
  const steps = [step];
  return () => steps;
}

/** The requests of its orders are lost. */
export function withoutArrival({ generate }: StepGenerator): fc.Arbitrary<Operation> {
  return generate.map(
    (operation) => (context) =>
      operation(context).map((step) => ("lost" in step ? { ...step, lost: "request" } : step)),
  );
}

/** The steps for one of the slots. An index is taken modulo, so it shrinks well. */
export function forSlot(
  index: number,
  steps: (slot: OrderSlot, number: number, context: SequenceContext) => readonly Step[],
): Operation {
  return (context) => {
    const at = index % context.slots.length;
    const slot = context.slots[at];
    return slot === undefined ? [] : steps(slot, at + 1, context);
  };
}

/** An index into slots, live orders or order updates. */
export const index: fc.Arbitrary<number> = fc.nat({ max: 9 });
