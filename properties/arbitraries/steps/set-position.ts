import * as fc from "fast-check";
import { decimalSchema } from "../../../src/domain/decimal.ts";
import type { StepGenerator } from "../step-generator.ts";
import { symbols } from "../symbol.ts";

const quantities = ["0.001", "0.002", "0", "-0.001", "0.5"].map((text) =>
  decimalSchema.parse(text),
);

export const setPosition: StepGenerator = {
  weight: 3,
  generate: fc
    .tuple(fc.constantFrom(...symbols.slice(0, 2)), fc.constantFrom(...quantities))
    .map(([symbol, quantity]) => ({ hedge }) => {
      const leg = quantity.startsWith("-") ? "SHORT" : "LONG";
      const positionSide = hedge ? leg : "BOTH";
      return [{ kind: "set-position", position: { symbol, positionSide, quantity } }];
    }),
};
