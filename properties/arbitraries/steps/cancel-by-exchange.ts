import { always, index, type StepGenerator } from "../step-generator.ts";

export const cancelByExchange: StepGenerator = {
  weight: 3,
  generate: index.map((clientOrderId) => always({ kind: "cancel-by-exchange", clientOrderId })),
};
