import * as fc from "fast-check";
import { dust } from "../decimal.ts";
import { always, index, type StepGenerator } from "../step-generator.ts";

export const fillOrder: StepGenerator = {
  weight: 3,
  generate: fc
    .tuple(index, fc.constantFrom(null, null, dust))
    .map(([clientOrderId, quantity]) => always({ kind: "fill-order", clientOrderId, quantity })),
};
