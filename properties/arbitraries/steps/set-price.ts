import * as fc from "fast-check";
import { decimalSchema } from "../../../src/domain/decimal.ts";
import { always, type StepGenerator } from "../step-generator.ts";
import { symbols } from "../symbol.ts";

/** On both sides of usual limits of the notional, zero and unknown. */
const prices = ["50000.00", "0.01", "999999999", "0"].map((text) => decimalSchema.parse(text));

export const setPrice: StepGenerator = {
  weight: 2,
  generate: fc
    .tuple(fc.constantFrom(...symbols.slice(0, 2)), fc.constantFrom(null, null, ...prices))
    .map(([symbol, price]) => always({ kind: "set-price", symbol, price })),
};
