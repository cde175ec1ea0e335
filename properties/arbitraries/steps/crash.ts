import * as fc from "fast-check";
import { always, type StepGenerator } from "../step-generator.ts";

export const crash: StepGenerator = {
  weight: 2,
  generate: fc
    .tuple(fc.nat({ max: 5 }), fc.boolean())
    .map(([afterInteractions, applied]) => always({ kind: "crash", afterInteractions, applied })),
};
