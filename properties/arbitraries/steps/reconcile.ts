import * as fc from "fast-check";
import { always, type StepGenerator } from "../step-generator.ts";

export const reconcile: StepGenerator = {
  weight: 3,
  generate: fc.constant(always({ kind: "reconcile" })),
};
