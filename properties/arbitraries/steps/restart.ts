import * as fc from "fast-check";
import { always, type StepGenerator } from "../step-generator.ts";

export const restart: StepGenerator = {
  weight: 2,
  generate: fc
    .constantFrom("current", "current", "empty", "initial")
    .map((expectedState) => always({ kind: "restart", expectedState })),
};
