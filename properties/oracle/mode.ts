/** The mode that the gates permit, computed from arguments and environment alone. */
import type { GateInputs } from "../../src/domain/gate.ts";

const gates = [
  ["cli_confirm", ({ confirm }: GateInputs) => confirm ?? "", "LIVE_REMEDIATE"],
  ["dry_run_disabled", ({ env }: GateInputs) => env.RECONCILE_DRY_RUN ?? "1", "0"],
  ["active_allowed", ({ env }: GateInputs) => env.RECONCILE_ALLOW_ACTIVE ?? "0", "1"],
  ["executor_armed", ({ env }: GateInputs) => env.ARMED ?? "0", "1"],
  ["mainnet_allowed", ({ env }: GateInputs) => env.ALLOW_MAINNET_TRADE ?? "0", "1"],
] as const;

export function closedGates(inputs: GateInputs): string[] {
  if (inputs.own !== undefined) return inputs.own.filter(isShut).map(({ name }) => name);
  return gates
    .filter(([, rawValue, requiredValue]) => rawValue(inputs) !== requiredValue)
    .map(([name]) => name);
}

export function allowedMode(inputs: GateInputs): "dry_run" | "live" | "refused" {
  if (inputs.own !== undefined) {
    const shut = inputs.own.filter(isShut);
    if (shut.length === 0) return "live";
    return shut.every(({ whenClosed }) => whenClosed === "refused") ? "refused" : "dry_run";
  }
  if (inputs.confirm === null) return "dry_run";
  const isOpen = gates.every(([, rawValue, requiredValue]) => rawValue(inputs) === requiredValue);
  return isOpen ? "live" : "refused";
}

/** Whether a gate of the bot's own is closed: only an exact value opens it. */
function isShut({ accepts, value }: NonNullable<GateInputs["own"]>[number]): boolean {
  return !accepts.some((accepted) => accepted === value);
}

/** The value of a gate's argument or variable, or its default. */
export function rawValueOf(gate: string, inputs: GateInputs): string {
  if (inputs.own !== undefined) {
    return inputs.own.find(({ name }) => name === gate)?.value ?? "";
  }
  return gates.find(([name]) => name === gate)?.[1](inputs) ?? "0";
}
