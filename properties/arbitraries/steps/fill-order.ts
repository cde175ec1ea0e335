import * as fc from "fast-check";
import { decimalSchema } from "../../../src/domain/decimal.ts";
import { always, index, type StepGenerator } from "../step-generator.ts";

const dust = decimalSchema.parse("0.00000001");

export const fillOrder: StepGenerator = {
  weight: 3,
  generate: fc
    .tuple(index, fc.constantFrom(null, null, dust))
    .map(([clientOrderId, quantity]) => always({ kind: "fill-order", clientOrderId, quantity })),
};
