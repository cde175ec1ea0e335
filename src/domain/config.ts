/** The configuration of a run, with the defaults of the runbook. */
import * as z from "zod";
import { decimalSchema, unsignedDecimalSchema } from "./decimal.ts";
import { idTemplateSchema } from "./id-template.ts";
import { durationMsSchema } from "./time.ts";
import { tradingSymbolSchema } from "./trading-symbol.ts";

export const actions = ["none", "cancel_all", "flatten", "cancel_then_flatten"] as const;
export const actionSchema = z.enum(actions);
export type Action = z.infer<typeof actionSchema>;

const listLengthMax = 1_000;

const configObject = z.strictObject({
  action: actionSchema.default("none"),
  /** Seconds since the last port call of an earlier run that must have passed. */
  cooldownSeconds: z.int().min(0).max(86_400).default(60),
  maxOrdersPerAction: z.int().min(0).max(999).default(10),
  maxSymbolsPerAction: z.int().min(0).max(1_000).default(3),
  /**
   * The most attempts within the window, over all runs: for one order or position, and in all. An
   * intent that fails repeatedly needs an operator.
   */
  maxAttemptsPerIntent: z.int().min(0).max(999).default(3),
  maxAttemptsPerWindow: z.int().min(0).max(9_999).default(100),
  attemptWindowSeconds: z.int().min(0).max(86_400).default(3_600),
  /** The largest position, in USDT at the mark price, that is flattened without an operator. */
  maxFlattenNotionalUsdt: unsignedDecimalSchema.default(decimalSchema.parse("500")),
  requireWhitelist: z.boolean().default(true),
  symbolWhitelist: z.array(tradingSymbolSchema).max(listLengthMax).readonly().default([]),
  /** The exchange may not list a younger expected order yet. */
  orderGracePeriodMs: durationMsSchema.default(5_000),
  snapshotAgeMsMax: z.int().min(0).max(86_400_000).default(120_000),
  /** Prefix and strategies must leave room for the rest of a 36-character id. */
  clientOrderIdPrefix: z
    .string()
    .regex(/^[.A-Z:/a-z0-9_-]+$/, "a prefix of characters that a client order id may have")
    .max(8)
    .default("grinder_"),
  /** The form of own ids, for a bot with a form of its own; absent: the usual one. */
  clientOrderIdTemplate: idTemplateSchema.optional(),
  /** The strategies whose orders are own orders; the ids of flatten orders name the first one. */
  allowedStrategies: z
    .array(
      z
        .string()
        .regex(/^[.A-Z:/a-z0-9-]+$/, "a strategy name without underscore")
        .max(6),
    )
    .min(1)
    .max(listLengthMax)
    .readonly()
    .default(["grid"]),
  auditEnabled: z.boolean().default(false),
});

export const configSchema = configObject.readonly();
export type Config = z.infer<typeof configSchema>;

const { shape } = configObject;

/** What an operator changes between runs. The prefix, the attempts and the audit trail stay as they are. */
export const configChangeSchema = z
  .strictObject({
    action: shape.action.unwrap(),
    cooldownSeconds: shape.cooldownSeconds.unwrap(),
    maxOrdersPerAction: shape.maxOrdersPerAction.unwrap(),
    maxSymbolsPerAction: shape.maxSymbolsPerAction.unwrap(),
    maxFlattenNotionalUsdt: shape.maxFlattenNotionalUsdt.unwrap(),
    requireWhitelist: shape.requireWhitelist.unwrap(),
    symbolWhitelist: shape.symbolWhitelist.unwrap(),
    allowedStrategies: shape.allowedStrategies.unwrap(),
  })
  .partial()
  .readonly();
export type ConfigChange = z.infer<typeof configChangeSchema>;

export function changedConfig(config: Config, change: ConfigChange): Config {
  return Object.assign({ ...config }, change);
}
