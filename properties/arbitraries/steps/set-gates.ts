import * as fc from "fast-check";
import { allGatesOpen, type GateInputs } from "../../../src/domain/gate.ts";
import { always, type StepGenerator } from "../step-generator.ts";

const dryRunGates: GateInputs = { confirm: null, env: allGatesOpen.env };
const oneGateClosed: GateInputs = { ...allGatesOpen, env: { ...allGatesOpen.env, ARMED: "0" } };

export const setGates: StepGenerator = {
  weight: 2,
  generate: fc
    .constantFrom(allGatesOpen, allGatesOpen, dryRunGates, oneGateClosed)
    .map((gates) => always({ kind: "set-gates", gates })),
};
