/** The gates are read when the process starts, and never again. */
import type { GateInputs } from "../../src/domain/gate.ts";
import { plantBug } from "./planted-bug.ts";

let first: GateInputs | null = null;

export const keepsItsFirstGates = plantBug({
  name: "keeps-its-first-gates",
  expectedFailure: "gates-are-read-per-run/call-after-gate-closed",
  minimalSize: 4,
  isSequence: true,
  start: () => {
    first = null;
  },
  bends: {
    gates: (gates) => (first ??= gates),
  },
});
