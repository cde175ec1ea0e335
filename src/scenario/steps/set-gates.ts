/** The operator changes the gates. */
import * as z from "zod";
import { gateInputsSchema, type GateInputs } from "../../domain/gate.ts";
import { defineStep, nothingSimpler, unchanged } from "../step-module.ts";

export const setGates = defineStep({
  schema: z.strictObject({ kind: z.literal("set-gates"), gates: gateInputsSchema }),
  describe: ({ gates }) => `the operator sets the gates: ${describeGates(gates)}`,
  shrink: nothingSimpler,
  rename: unchanged,
  bind: unchanged,
  apply: ({ gates }, simulation) => simulation.setGates(gates),
});

function describeGates({ confirm, env }: GateInputs): string {
  const set = Object.entries(env).map(([name, value]) => `${name}='${value}'`);
  return [confirm === null ? "no --confirm" : `--confirm '${confirm}'`, ...set].join(" ");
}
