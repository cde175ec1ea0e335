/**
 * The bot receives an update that the exchange has recorded: the one with this index, modulo their
 * number. A negative index counts from the end. So an update can arrive at once, twice, late, or
 * before an earlier one.
 */
import * as z from "zod";
import { smallerNumbers } from "../smaller-values.ts";
import { defineStep } from "../step-module.ts";
import { orderUpdate } from "./order-update.ts";

export const deliverUpdate = defineStep({
  kind: "deliver-update",
  fields: { update: z.int().min(-9_999).max(9_999) },
  describe: ({ update }) => `the exchange delivers order update ${update}`,
  shrink: (step) => simplerIndexes(step.update).map((update) => ({ ...step, update })),
  rename: (step) => step,
  bind: (step, { exchange: { updates } }) => {
    const update = updates.at(step.update % updates.length);
    return update === undefined ? null : { kind: "order-update" as const, ...update };
  },
  apply: (update, simulation) => orderUpdate.apply(update, simulation),
});

/** A negative index has a longer text than each number of one digit. */
function simplerIndexes(index: number): number[] {
  return smallerNumbers(index < 0 ? 10 : index);
}
