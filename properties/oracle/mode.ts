/** Which mode the gates allow, told from the scenario alone and by other code than the pipeline's. */
import type { GateInputs } from "../../src/domain/gate.ts";

const openings = [
  ["cli_confirm", ({ confirm }: GateInputs) => confirm === "LIVE_REMEDIATE"],
  ["dry_run_disabled", ({ env }: GateInputs) => env.RECONCILE_DRY_RUN === "0"],
  ["active_allowed", ({ env }: GateInputs) => env.RECONCILE_ALLOW_ACTIVE === "1"],
  ["executor_armed", ({ env }: GateInputs) => env.ARMED === "1"],
  ["mainnet_allowed", ({ env }: GateInputs) => env.ALLOW_MAINNET_TRADE === "1"],
] as const;

export function closedGates(inputs: GateInputs): string[] {
  return openings.filter(([, isOpen]) => !isOpen(inputs)).map(([name]) => name);
}

export function allowedMode(inputs: GateInputs): "dry_run" | "live" | "refused" {
  if (inputs.confirm === null) return "dry_run";
  return openings.every(([, isOpen]) => isOpen(inputs)) ? "live" : "refused";
}

const unset: Readonly<Record<string, string>> = { dry_run_disabled: "1" };

/** What a gate's argument or variable says, or what it stands for when nobody has set it. */
export function rawValueOf(gate: string, { confirm, env }: GateInputs): string {
  const spellings: Readonly<Record<string, string | null | undefined>> = {
    cli_confirm: confirm ?? "",
    dry_run_disabled: env.RECONCILE_DRY_RUN,
    active_allowed: env.RECONCILE_ALLOW_ACTIVE,
    executor_armed: env.ARMED,
    mainnet_allowed: env.ALLOW_MAINNET_TRADE,
  };
  return spellings[gate] ?? unset[gate] ?? "0";
}
