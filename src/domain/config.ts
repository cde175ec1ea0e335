/** How a run is configured, with the defaults of the runbook. */
import * as z from "zod";
import { decimalSchema, unsignedDecimalSchema } from "./decimal.ts";
import { durationMsSchema } from "./time.ts";
import { tradingSymbolSchema } from "./trading-symbol.ts";

export const actions = ["none", "cancel_all", "flatten", "cancel_then_flatten"] as const;
export const actionSchema = z.enum(actions);
export type Action = z.infer<typeof actionSchema>;

const dayMs = 86_400_000;
const listLengthMax = 1_000;
/** Prefix and strategy together have to leave room for the rest of a 36-character id. */
const prefixLengthMax = 8;
const strategyLengthMax = 6;

export const configSchema = z
  .strictObject({
    action: actionSchema.default("none"),
    /** Seconds that must pass after an earlier run's last port call. */
    cooldownSeconds: z.int().min(0).max(86_400).default(60),
    maxOrdersPerAction: z.int().min(0).max(999).default(10),
    maxSymbolsPerAction: z.int().min(0).max(1_000).default(3),
    /**
     * How often one order is cancelled, or one position flattened, within the window, all runs together; and
     * how many calls there are within it at all. What fails again and again needs a human.
     */
    maxAttemptsPerIntent: z.int().min(0).max(999).default(3),
    maxAttemptsPerWindow: z.int().min(0).max(9_999).default(100),
    attemptWindowSeconds: z.int().min(0).max(86_400).default(3_600),
    /** The largest position, in USDT at the mark price, that is flattened without a human. */
    maxFlattenNotionalUsdt: unsignedDecimalSchema.default(decimalSchema.parse("500")),
    requireWhitelist: z.boolean().default(true),
    symbolWhitelist: z.array(tradingSymbolSchema).max(listLengthMax).readonly().default([]),
    /** An expected order that is this young may not have reached the exchange's list yet. */
    orderGracePeriodMs: durationMsSchema.default(5_000),
    snapshotAgeMsMax: z.int().min(0).max(dayMs).default(120_000),
    clientOrderIdPrefix: z
      .string()
      .regex(/^[.A-Z:/a-z0-9_-]+$/, "a prefix of characters that a client order id may have")
      .max(prefixLengthMax)
      .default("grinder_"),
    /** The strategies whose orders are ours; the first one signs the flatten orders. */
    allowedStrategies: z
      .array(
        z
          .string()
          .regex(/^[.A-Z:/a-z0-9-]+$/, "a strategy name without underscore")
          .max(strategyLengthMax),
      )
      .min(1)
      .max(listLengthMax)
      .readonly()
      .default(["grid"]),
    auditEnabled: z.boolean().default(false),
  })
  .readonly();

export type Config = z.infer<typeof configSchema>;
