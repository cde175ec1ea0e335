/** The gates of a scenario, each open or closed. */
import { gates, type GateInputs } from "../../domain/gate.ts";
import { openGates } from "../../fuzz/gate-cases.ts";

export type ShownGate = {
  readonly source: string;
  /** As set; null: unset. */
  readonly value: string | null;
  readonly isOpen: boolean;
};

export function gatesOf(inputs: GateInputs): ShownGate[] {
  const { confirm, env, own } = inputs;
  const isOpen = openGates(inputs);
  if (own !== undefined) {
    return own.map(({ source, value }, at) => ({ source, value, isOpen: isOpen[at] === true }));
  }
  return gates.map(({ source }, at) => {
    const value = source === "--confirm" ? confirm : (env[source] ?? null);
    return { source, value, isOpen: isOpen[at] === true };
  });
}
