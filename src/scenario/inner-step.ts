/** Steps within a step: what happens between two reads of a snapshot, or between two port calls of a run. */
import * as z from "zod";
import type { StepText, SymbolRenamer } from "./step-module.ts";
import { shorterLists } from "./smaller-values.ts";
import { addOrder } from "./steps/add-order.ts";
import { advanceClock } from "./steps/advance-clock.ts";
import { cancelByExchange } from "./steps/cancel-by-exchange.ts";
import { deliverUpdate } from "./steps/deliver-update.ts";
import { fillOrder } from "./steps/fill-order.ts";
import { orderUpdate } from "./steps/order-update.ts";
import { placeOrder } from "./steps/place-order.ts";
import { setPosition } from "./steps/set-position.ts";
import { triggerOrder } from "./steps/trigger-order.ts";

const modules = {
  "advance-clock": advanceClock,
  "place-order": placeOrder,
  "fill-order": fillOrder,
  "cancel-by-exchange": cancelByExchange,
  "add-order": addOrder,
  "set-position": setPosition,
  "order-update": orderUpdate,
  "deliver-update": deliverUpdate,
  "trigger-order": triggerOrder,
};

const [clock, ...others] = [
  advanceClock.schema,
  placeOrder.schema,
  fillOrder.schema,
  cancelByExchange.schema,
  addOrder.schema,
  setPosition.schema,
  orderUpdate.schema,
  deliverUpdate.schema,
  triggerOrder.schema,
] as const;

const innerStepUnion = z.discriminatedUnion("kind", [clock, ...others]);
export const innerStepSchema = innerStepUnion.readonly();
export type InnerStep = z.infer<typeof innerStepSchema>;

/** In a run time passes only while a reply takes time. */
export const stepInRunSchema = z.discriminatedUnion("kind", others).readonly();

const textOf = ({ kind }: InnerStep): StepText<InnerStep> => modules[kind];

export function describeInnerStep(step: InnerStep, startsAtMs: number): string {
  return textOf(step).describe(step, startsAtMs);
}

export function renameInnerStep<Step extends InnerStep>(step: Step, renamer: SymbolRenamer): Step {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a module keeps the kind
  return textOf(step).rename(step, renamer) as Step;
}

/** Shorter lists, then lists with one step simpler; never an empty one. */
export function simplerInnerSteps<Item>(
  items: readonly Item[],
  simplerItems: (item: Item) => readonly Item[],
): (readonly Item[])[] {
  return [
    ...shorterLists(items).filter(({ length }) => length > 0),
    ...items.flatMap((item, at) => simplerItems(item).map((simpler) => items.with(at, simpler))),
  ];
}

export function simplerInnerStep<Step extends InnerStep>(step: Step): readonly Step[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a module keeps the kind
  return textOf(step).shrink(step) as readonly Step[];
}
