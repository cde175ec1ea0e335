import * as fc from "fast-check";
import { decimalSchema } from "../../../src/domain/decimal.ts";
import type { Step } from "../../../src/scenario/step.ts";
import { dust } from "../decimal.ts";
import { index, type StepGenerator } from "../step-generator.ts";

const parts = [null, null, dust, dust, decimalSchema.parse("0.0005")];

const newest: Step = { kind: "deliver-update", update: -1 };

export const fillOrder: StepGenerator = {
  weight: 4,
  generate: fc
    .tuple(index, fc.constantFrom(...parts), fc.constantFrom(false, false, true))
    .map(([clientOrderId, quantity, isDelivered]) => {
      const fill: Step = { kind: "fill-order", clientOrderId, quantity };
      const steps = isDelivered ? [fill, newest] : [fill];
      return () => steps;
    }),
};
