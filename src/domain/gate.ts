/** The five gates of live mode: their names, and the value that opens each. */
import * as z from "zod";

export const gates = [
  { name: "cli_confirm", source: "--confirm", requiredValue: "LIVE_REMEDIATE", defaultValue: null },
  { name: "dry_run_disabled", source: "RECONCILE_DRY_RUN", requiredValue: "0", defaultValue: "1" },
  {
    name: "active_allowed",
    source: "RECONCILE_ALLOW_ACTIVE",
    requiredValue: "1",
    defaultValue: "0",
  },
  { name: "executor_armed", source: "ARMED", requiredValue: "1", defaultValue: "0" },
  { name: "mainnet_allowed", source: "ALLOW_MAINNET_TRADE", requiredValue: "1", defaultValue: "0" },
] as const;

export const gateEnvironmentVariables = [
  "RECONCILE_DRY_RUN",
  "RECONCILE_ALLOW_ACTIVE",
  "ARMED",
  "ALLOW_MAINNET_TRADE",
] as const;

const rawValue = z.string().max(200);

/** The inputs of the gates: the argument of `--confirm` (null when absent) and the environment. */
export const gateInputsSchema = z
  .strictObject({
    confirm: rawValue.nullable().default(null),
    env: z
      .strictObject({
        RECONCILE_DRY_RUN: rawValue.optional(),
        RECONCILE_ALLOW_ACTIVE: rawValue.optional(),
        ARMED: rawValue.optional(),
        ALLOW_MAINNET_TRADE: rawValue.optional(),
      })
      .readonly()
      .default({}),
  })
  .readonly();
export type GateInputs = z.infer<typeof gateInputsSchema>;

/** The inputs that open every gate. */
export const allGatesOpen = {
  confirm: "LIVE_REMEDIATE",
  env: {
    RECONCILE_DRY_RUN: "0",
    RECONCILE_ALLOW_ACTIVE: "1",
    ARMED: "1",
    ALLOW_MAINNET_TRADE: "1",
  },
} as const satisfies GateInputs;

/** One closed gate. `actual` is the value as read, or the default value of an unset variable. */
export type GateFailure = {
  readonly gate: (typeof gates)[number]["name"];
  readonly source: string;
  readonly expected: string;
  readonly actual: string;
};
