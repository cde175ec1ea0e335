import * as fc from "fast-check";
import { always, type StepGenerator } from "../step-generator.ts";

export const restart: StepGenerator = {
  weight: 2,
  generate: () =>
    fc
      .constantFrom("current" as const, "current" as const, "empty" as const, "initial" as const)
      .map((expectedState) => always({ kind: "restart", expectedState })),
};
