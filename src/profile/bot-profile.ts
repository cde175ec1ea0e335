/**
 * The profile of a bot: what it is, and what it is not. Nothing outside it is generated, and no rule is judged that it
 * does not claim. Every field is optional; an empty profile is that of a bot that has everything.
 */
import * as z from "zod";
import { actions, configSchema } from "../domain/config.ts";
import { unsignedDecimalSchema } from "../domain/decimal.ts";
import { ownGateSchema } from "../domain/gate.ts";
import { buildWithTemplate, idTemplateSchema } from "../domain/id-template.ts";
import { positionModeSchema } from "../domain/position.ts";
import { isQuotedInUsdt } from "../domain/trading-symbol.ts";
import { sentenceSchema, textSchema } from "../domain/printable-text.ts";
import { auditFileSchema } from "./audit-file.ts";
import { capabilitiesSchema } from "./capabilities.ts";
import { conditionalStatusWordsSchema, orderStatusWordsSchema } from "./status-words.ts";

const { shape } = configSchema.unwrap();

/** The limits that a bot may have, by the field of the configuration that sets each. */
export const limitNames = [
  "cooldownSeconds",
  "symbolWhitelist",
  "maxFlattenNotionalUsdt",
  "maxAttemptsPerIntent",
  "maxAttemptsPerWindow",
  "maxOrdersPerAction",
  "maxSymbolsPerAction",
] as const;
export type LimitName = (typeof limitNames)[number];

/** One value, or the smallest and the largest one. */
function pinned<Schema extends z.ZodType>(field: { unwrap: () => Schema }) {
  const value = field.unwrap();
  return z.union([value, z.strictObject({ min: value, max: value }).readonly()]).optional();
}

const fixed = <Schema extends z.ZodType>(field: { unwrap: () => Schema }) =>
  field.unwrap().optional();

const decimal = { unwrap: () => unsignedDecimalSchema };

const configProfileSchema = z
  .strictObject({
    cooldownSeconds: pinned(shape.cooldownSeconds),
    maxOrdersPerAction: pinned(shape.maxOrdersPerAction),
    maxSymbolsPerAction: pinned(shape.maxSymbolsPerAction),
    maxAttemptsPerIntent: pinned(shape.maxAttemptsPerIntent),
    maxAttemptsPerWindow: pinned(shape.maxAttemptsPerWindow),
    attemptWindowSeconds: pinned(shape.attemptWindowSeconds),
    maxFlattenNotionalUsdt: pinned(decimal),
    orderGracePeriodMs: pinned(shape.orderGracePeriodMs),
    snapshotAgeMsMax: pinned(shape.snapshotAgeMsMax),
    requireWhitelist: fixed(shape.requireWhitelist),
    symbolWhitelist: fixed(shape.symbolWhitelist),
    clientOrderIdPrefix: fixed(shape.clientOrderIdPrefix),
    allowedStrategies: fixed(shape.allowedStrategies),
  })
  .readonly();

/** Whether an id with long parts fits. */
function hasRoom(
  template: string,
  config: {
    clientOrderIdPrefix?: string | undefined;
    allowedStrategies?: readonly string[] | undefined;
  },
): boolean {
  const { clientOrderIdPrefix: prefix = "grinder_", allowedStrategies = ["scalps"] } = config;
  const [strategy = ""] = allowedStrategies.toSorted((left, right) => right.length - left.length);
  const parts = { prefix, strategy, symbol: "A", level: "1", seconds: "1704067200" };
  try {
    buildWithTemplate(template, { ...parts, sequence: "999999" });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Whether one value, or the largest one of a range, is 0. */
function isZero(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return Number(value ?? 1) === 0;
  return "max" in value && Number(value.max) === 0;
}

const noRequest = "a value above 0: with 0 no run sends anything";

/** What a configuration needs that permits no request of a kind: no campaign within it can pass. */
function whyNothing(config: z.infer<typeof configProfileSchema>, flattens: boolean) {
  const counts = ["maxOrdersPerAction", "maxSymbolsPerAction"] as const;
  const attempts = ["maxAttemptsPerIntent", "maxAttemptsPerWindow"] as const;
  const wrong = [...counts, ...attempts]
    .filter((field) => isZero(config[field]))
    .map((field): [string, string] => [field, noRequest]);
  if (flattens && isZero(config.maxFlattenNotionalUsdt)) {
    wrong.push(["maxFlattenNotionalUsdt", "a value above 0, or actions that flatten nothing"]);
  }
  if (config.requireWhitelist === true && config.symbolWhitelist?.length === 0) {
    wrong.push(["symbolWhitelist", "a symbol, because requireWhitelist is true"]);
  }
  return wrong;
}

const withoutSchema = z
  .strictObject({
    /** A rule such as `R43`, a property, or a check as `property/check`. */
    name: z
      .string()
      .max(120)
      .regex(
        /^(?:R\d+|[a-z0-9-]+(?:\/[a-z0-9-]+)?)$/,
        "a rule such as R43, a property, or property/check",
      ),
    reason: sentenceSchema,
  })
  .readonly();

const eachOnce = (items: readonly unknown[]): boolean => new Set(items).size === items.length;
const once = { message: "each entry once" };

/**
 * The schema of a bot profile, and of the file `reconcile-harness.json`. `parse` throws `ZodError` for a value that does not
 * fit; `safeParse` returns it.
 */
export const botProfileSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    kind: z.literal("bot-profile"),
    /** The name of the bot, for readers. */
    bot: textSchema.max(100).optional(),
    /** Absent: both. */
    positionModes: z.array(positionModeSchema).min(1).refine(eachOnce, once).readonly().optional(),
    /** Absent: all. One that remediates is needed. */
    actions: z
      .array(z.enum(actions))
      .refine(eachOnce, once)
      .refine((some) => some.some((action) => action !== "none"), {
        message: "at least one action that remediates: with none alone no run has anything to do",
      })
      .readonly()
      .optional(),
    /** The limits that it has and honours; absent: all. */
    limits: z.array(z.enum(limitNames)).refine(eachOnce, once).readonly().optional(),
    /** `open-orders`: its list of orders has no ended ones; `full`: it has them. Absent: either. */
    snapshotForm: z.enum(["full", "open-orders"]).optional(),
    /** The configuration that production runs: a value, or a smallest and a largest one. */
    config: configProfileSchema.optional(),
    /** The form of own ids, such as `bot-{symbol}-{number}`; absent: the form of the rules. */
    clientOrderIds: idTemplateSchema.optional(),
    /** Its own gates; absent: the five of the runbook. */
    gates: z
      .array(ownGateSchema)
      .min(1)
      .max(8)
      .refine((gates) => eachOnce(gates.map(({ name }) => name)), { message: "each name once" })
      .refine((gates) => eachOnce(gates.map(({ source }) => source)), {
        message: "each source once",
      })
      .readonly()
      .optional(),
    /** What it can do; what is absent here its answer to `initialize` declares. */
    capabilities: capabilitiesSchema.optional(),
    /** Its words for the statuses of orders, and for those of conditional orders. */
    orderStatuses: orderStatusWordsSchema.optional(),
    conditionalOrderStatuses: conditionalStatusWordsSchema.optional(),
    /** The audit file that it writes for itself; absent: it appends its events by `audit/append`, or has none. */
    audit: auditFileSchema.optional(),
    /** What is not judged, and why. */
    without: z.array(withoutSchema).readonly().optional(),
  })
  .superRefine(({ config = {} }, context) => {
    for (const [field, value] of Object.entries(config)) {
      if (typeof value !== "object" || !("min" in value)) continue;
      if (Number(value.min) <= Number(value.max)) continue;
      const path = ["config", field];
      context.addIssue({ code: "custom", message: "a min that is not above the max", path });
    }
  })
  .superRefine(({ config = {}, actions: some }, context) => {
    const flattens = some?.some((action) => action.includes("flatten")) ?? true;
    for (const [field, message] of whyNothing(config, flattens)) {
      context.addIssue({ code: "custom", message, path: ["config", field] });
    }
  })
  .superRefine(({ config = {}, clientOrderIds: template }, context) => {
    if (template === undefined || hasRoom(template, config)) return;
    const message = "a template that leaves room for its parts in 36 characters";
    context.addIssue({ code: "custom", message, path: ["clientOrderIds"] });
  })
  .superRefine(({ config = {}, limits }, context) => {
    const others = (config.symbolWhitelist ?? []).filter((symbol) => !isQuotedInUsdt(symbol));
    if (others.length === 0 || limits?.includes("maxFlattenNotionalUsdt") !== false) return;
    const message = `symbols in USDT or USDC, because limits does not name maxFlattenNotionalUsdt`;
    context.addIssue({ code: "custom", message, path: ["config", "symbolWhitelist"] });
  })
  .superRefine(({ config = {}, limits }, context) => {
    if (limits === undefined) return;
    for (const name of limitNames) {
      if (limits.includes(name) || config[name] === undefined) continue;
      const message = `no value: limits does not name ${name}, so that the bot does not have it`;
      context.addIssue({ code: "custom", message, path: ["config", name] });
    }
  })
  .readonly();
/**
 * What a bot is and is not. Nothing outside it is generated. What an absent field permits:
 *
 * - `schemaVersion` and `kind`: always 1 and `bot-profile`.
 * - `bot`: the name of the bot, for readers.
 * - `positionModes`: absent: `one_way` and `hedge`.
 * - `actions`: absent: all.
 * - `limits`: the limits that it honours; absent: all.
 * - `snapshotForm`: `open-orders` where its list of orders has no ended ones; absent: either form.
 * - `config`: a value, or `min` and `max`, for a field of its configuration. Units are in the names: `Seconds`, `Ms`, `Usdt`.
 * - `clientOrderIds`: the form of own ids, such as `bot-{symbol}-{number}`.
 * - `gates`: its own gates; absent: the five of the runbook.
 * - `capabilities`: as in the answer to `initialize`; what it names counts.
 * - `orderStatuses` and `conditionalOrderStatuses`: the words of the bot for the statuses of orders.
 * - `audit`: the audit file that the bot writes for itself, and what its fields mean.
 * - `without`: rules, properties and checks that are not judged, each with a reason.
 */
export type BotProfile = z.infer<typeof botProfileSchema>;

/** Of a bot that has everything. */
export const wholeProfile: BotProfile = { schemaVersion: 1, kind: "bot-profile" };
