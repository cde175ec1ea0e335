/** The inputs of the five gates, copied once from arguments and environment. */
import { gateEnvironmentVariables, type GateInputs } from "../../domain/gate.ts";
import type { Environment } from "../output/terminal.ts";

export function readGateInputs(confirm: string | undefined, env: Environment): GateInputs {
  const set = gateEnvironmentVariables.flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { confirm: confirm ?? null, env: Object.fromEntries(set) };
}
