/**
 * The bot receives an update that the exchange has recorded: the one with this index, modulo their
 * number. So an update can arrive twice, late, or before an earlier one.
 */
import * as z from "zod";
import { smallerNumbers } from "../smaller-values.ts";
import { defineStep } from "../step-module.ts";
import { orderUpdate } from "./order-update.ts";

export const deliverUpdate = defineStep({
  kind: "deliver-update",
  fields: { update: z.int().min(0).max(9_999) },
  describe: ({ update }) => `the exchange delivers order update ${update}`,
  shrink: (step) => smallerNumbers(step.update).map((update) => ({ ...step, update })),
  rename: (step) => step,
  bind: (step, { exchange: { updates } }) => {
    const update = updates[step.update % updates.length];
    return update === undefined ? null : { kind: "order-update" as const, ...update };
  },
  apply: (update, simulation) => orderUpdate.apply(update, simulation),
});
