/** The operator changes the gates. */
import { describeGates, gateInputsSchema } from "../../domain/gate.ts";
import { defineStep } from "../step-module.ts";

export const setGates = defineStep({
  kind: "set-gates",
  fields: { gates: gateInputsSchema },
  describe: ({ gates }) => `the operator sets the gates: ${describeGates(gates)}`,
  shrink: () => [],
  rename: (step) => step,
  apply: ({ gates }, simulation) => {
    simulation.gates = gates;
  },
});
