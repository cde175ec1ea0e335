/** The five gates of live mode: their names, what opens each, and how a closed one is described. */
import * as z from "zod";

export const gates = [
  { name: "cli_confirm", source: "--confirm", opensAt: "LIVE_REMEDIATE", whenUnset: null },
  { name: "dry_run_disabled", source: "RECONCILE_DRY_RUN", opensAt: "0", whenUnset: "1" },
  { name: "active_allowed", source: "RECONCILE_ALLOW_ACTIVE", opensAt: "1", whenUnset: "0" },
  { name: "executor_armed", source: "ARMED", opensAt: "1", whenUnset: "0" },
  { name: "mainnet_allowed", source: "ALLOW_MAINNET_TRADE", opensAt: "1", whenUnset: "0" },
] as const;

export const gateEnvironmentVariables = [
  "RECONCILE_DRY_RUN",
  "RECONCILE_ALLOW_ACTIVE",
  "ARMED",
  "ALLOW_MAINNET_TRADE",
] as const;

const spelling = z.string().max(200);

/** What the gates read: the argument of `--confirm` (null when absent) and the environment. */
export const gateInputsSchema = z
  .strictObject({
    confirm: spelling.nullable().default(null),
    env: z
      .strictObject({
        RECONCILE_DRY_RUN: spelling.optional(),
        RECONCILE_ALLOW_ACTIVE: spelling.optional(),
        ARMED: spelling.optional(),
        ALLOW_MAINNET_TRADE: spelling.optional(),
      })
      .readonly()
      .default({}),
  })
  .readonly();
export type GateInputs = z.infer<typeof gateInputsSchema>;

/** One closed gate. `actual` is the spelling found, or what an unset variable stands for. */
export type GateFailure = {
  readonly gate: (typeof gates)[number]["name"];
  readonly source: string;
  readonly expected: string;
  readonly actual: string;
};
