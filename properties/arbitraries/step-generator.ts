/** How sequences get their steps: each kind of step has one generator in `steps/`. */
import * as fc from "fast-check";
import type { Step } from "../../src/scenario/step.ts";
import type { OrderSlot } from "./order.ts";

/** What a generated value needs to become steps. */
export type SequenceContext = {
  readonly slots: readonly OrderSlot[];
  readonly hedge: boolean;
  readonly prefix: string;
};

/** One generated part of a sequence. An index into the slots is taken modulo, so it shrinks well. */
export type Operation = (context: SequenceContext) => readonly Step[];

export type StepGenerator = {
  /** How often the kind is generated, relative to the others. */
  readonly weight: number;
  readonly generate: () => fc.Arbitrary<Operation>;
};

/** The same step in every context. */
export function always(step: Step): Operation {
  const steps = [step];
  return () => steps;
}

/** For one of the slots: the slot of an index, modulo their number, and its number from 1. */
export function atSlot(
  index: number,
  { slots }: SequenceContext,
): { readonly slot: OrderSlot; readonly number: number } | null {
  const at = index % slots.length;
  const slot = slots[at];
  return slot === undefined ? null : { slot, number: at + 1 };
}

/** An index into slots, live orders or order updates. */
export const index = (): fc.Arbitrary<number> => fc.nat({ max: 9 });
