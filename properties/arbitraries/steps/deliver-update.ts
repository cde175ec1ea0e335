import { always, index, type StepGenerator } from "../step-generator.ts";

export const deliverUpdate: StepGenerator = {
  weight: 4,
  generate: index.map((update) => always({ kind: "deliver-update", update })),
};
