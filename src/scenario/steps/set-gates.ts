/** The operator changes the gates. */
import { gateInputsSchema, type GateInputs } from "../../domain/gate.ts";
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

function describeGates({ confirm, env }: GateInputs): string {
  const set = Object.entries(env).map(([name, value]) => `${name}='${value}'`);
  return [confirm === null ? "no --confirm" : `--confirm '${confirm}'`, ...set].join(" ");
}
