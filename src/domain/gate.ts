/** The five gates of live mode: their names, and the value that opens each. */
import * as z from "zod";
import { textSchema } from "./printable-text.ts";

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

export const rawValue = z.string().max(200);

/** A gate of a bot that has gates of its own. */
export const ownGateSchema = z
  .strictObject({
    name: textSchema.max(40),
    /** An argument such as `--live`, or an environment variable. */
    source: z
      .string()
      .max(40)
      .regex(
        /^(?:--[a-z][a-z0-9-]*|[A-Za-z_][A-Za-z0-9_]*)$/,
        'an argument such as "--live", or a variable',
      ),
    /** The values that open it. */
    accepts: z.array(z.string().min(1).max(100)).min(1).max(10).readonly(),
    /** Whether a run with this gate closed is a dry run, or does nothing. */
    whenClosed: z.enum(["dry_run", "refused"]),
  })
  .readonly();
export type OwnGate = z.infer<typeof ownGateSchema>;

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
    /** The gates of a bot that has not the five, with the value of each; null is unset. Absent: the five. */
    own: z
      .array(ownGateSchema.unwrap().extend({ value: rawValue.nullable() }).readonly())
      .min(1)
      .readonly()
      .optional(),
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

/** The inputs of a dry run that differs in no other gate; null for a bot without dry runs. */
export function asDryRun(inputs: GateInputs): GateInputs | null {
  const { own } = inputs;
  if (own === undefined) return { ...inputs, confirm: null };
  const at = own.findIndex(({ whenClosed }) => whenClosed === "dry_run");
  const gate = own[at];
  return gate === undefined ? null : { ...inputs, own: own.with(at, { ...gate, value: null }) };
}

/** One closed gate. */
export type GateFailure = {
  /** Its name. */
  readonly gate: string;
  /** The argument or the variable that it reads. */
  readonly source: string;
  /** The value that opens it. */
  readonly expected: string;
  /** The value as read, or the default value of an unset variable. */
  readonly actual: string;
};

/** The argument and the variables that are set, as a person would write them. */
export function describeGates({ confirm, env, own }: GateInputs): string {
  if (own !== undefined) return describeOwnGates(own);
  const set = Object.entries(env).map(([name, value]) => `${name}='${value}'`);
  return [confirm === null ? "no --confirm" : `--confirm '${confirm}'`, ...set].join(" ");
}

function describeOwnGates(own: NonNullable<GateInputs["own"]>): string {
  return own
    .map(({ source, value }) => {
      const isArgument = source.startsWith("--");
      if (value === null) return isArgument ? `no ${source}` : `${source} unset`;
      return isArgument ? `${source} '${value}'` : `${source}='${value}'`;
    })
    .join(" ");
}
