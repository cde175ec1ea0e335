/**
 * The five gates, checked once a run; each argument and variable is read once. Exactly one raw value
 * opens a gate. Any other value, unset and empty included, leaves it closed.
 */
import { gates, type GateFailure, type GateInputs } from "../domain/gate.ts";
import { mintPermit, type LivePermit } from "./live-permit.ts";

export type ModeDecision =
  | { readonly mode: "dry_run" }
  | { readonly mode: "live"; readonly permit: LivePermit }
  | { readonly mode: "refused"; readonly gateFailures: readonly GateFailure[] };

/** Without `--confirm`: dry-run in every environment. With it: live, or refused by the closed gates. */
export function decideMode(inputs: GateInputs): ModeDecision {
  const { confirm, env, own } = inputs;
  if (own !== undefined) return decideByOwnGates(own);
  if (confirm === null) return { mode: "dry_run" };
  const gateFailures = closedGates({ confirm, env });
  const permit = mintPermit(gateFailures);
  return permit === null ? { mode: "refused", gateFailures } : { mode: "live", permit };
}

/** Those of the five that are closed. An argument that is absent leaves its gate closed. */
export function closedGates({ confirm, env }: Pick<GateInputs, "confirm" | "env">): GateFailure[] {
  const gateFailures: GateFailure[] = [];
  for (const { name, source, requiredValue, defaultValue } of gates) {
    const rawValue = source === "--confirm" ? confirm : env[source];
    if (rawValue === requiredValue) continue;
    const actual = rawValue ?? defaultValue ?? "";
    gateFailures.push({ gate: name, source, expected: requiredValue, actual });
  }
  return gateFailures;
}

/** A closed gate that asks for a dry run comes first; any other closed gate refuses the run. */
function decideByOwnGates(own: NonNullable<GateInputs["own"]>): ModeDecision {
  const closed = own.filter(({ accepts, value }) => value === null || !accepts.includes(value));
  if (closed.some(({ whenClosed }) => whenClosed === "dry_run")) return { mode: "dry_run" };
  const gateFailures = closed.map(({ name, source, accepts, value }): GateFailure => {
    return { gate: name, source, expected: accepts.join(" or "), actual: value ?? "" };
  });
  const permit = mintPermit(gateFailures);
  return permit === null ? { mode: "refused", gateFailures } : { mode: "live", permit };
}
