/** The exchange cancels a live order by itself. */
import * as z from "zod";
import {
  bindOrder,
  describeReference,
  orderReferenceSchema,
  renameReference,
} from "../order-reference.ts";
import { smallerNumbers } from "../smaller-values.ts";
import { defineStep } from "../step-module.ts";

export const cancelByExchange = defineStep({
  schema: z.strictObject({
    kind: z.literal("cancel-by-exchange"),
    clientOrderId: orderReferenceSchema,
  }),
  describe: (step) => `the exchange cancels ${describeReference(step)}`,
  shrink: (step) =>
    smallerNumbers(step.clientOrderId).map((clientOrderId) => ({ ...step, clientOrderId })),
  rename: renameReference,
  bind: (step, simulation) => bindOrder(step, simulation),
  apply: ({ clientOrderId }, { exchange, nowMs }) => exchange.expire(clientOrderId, nowMs()),
});
