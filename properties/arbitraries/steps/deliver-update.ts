import * as fc from "fast-check";
import { always, index, type StepGenerator } from "../step-generator.ts";

/** Any update, the newest one, or one before it. */
const update = fc.oneof(
  { arbitrary: index, weight: 3 },
  { arbitrary: fc.constantFrom(-1, -1, -2), weight: 2 },
);

export const deliverUpdate: StepGenerator = {
  weight: 4,
  generate: update.map((number) => always({ kind: "deliver-update", update: number })),
};
