/**
 * The five gates, checked once a run from a copy of the arguments and the environment. Exactly one
 * spelling opens a gate; everything else, unset and empty included, leaves it closed.
 */
import { gates } from "../domain/gate.ts";
import type { GateFailure, GateInputs } from "../domain/gate.ts";
import { mintLivePermit } from "./live-permit.ts";
import type { LivePermit } from "./live-permit.ts";

export type ModeDecision =
  | { readonly mode: "dry_run" }
  | { readonly mode: "live"; readonly permit: LivePermit }
  | { readonly mode: "refused"; readonly gateFailures: readonly GateFailure[] };

/** No `--confirm`: dry-run, whatever the environment. With it: live, or refused by name. */
export function decideMode(inputs: GateInputs): ModeDecision {
  const confirm = inputs.confirm;
  const env = { ...inputs.env };
  if (confirm === null) return { mode: "dry_run" };
  const gateFailures = gates.flatMap((gate): GateFailure[] => {
    const spelled = gate.source === "--confirm" ? confirm : env[gate.source];
    if (spelled === gate.opensAt) return [];
    const actual = spelled ?? gate.whenUnset ?? "";
    return [{ gate: gate.name, source: gate.source, expected: gate.opensAt, actual }];
  });
  const permit = mintLivePermit(gateFailures);
  return permit === null ? { mode: "refused", gateFailures } : { mode: "live", permit };
}
