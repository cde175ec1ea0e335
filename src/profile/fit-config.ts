/** The configuration of a scenario, within a profile. */
import { actions, type Action, type Config, type ConfigChange } from "../domain/config.ts";
import { copyConfig } from "../domain/copies.ts";
import { decimalSchema, exceeds, isUnsignedDecimal } from "../domain/decimal.ts";
import type { TradingSymbol } from "../domain/trading-symbol.ts";
import { limitNames, type BotProfile } from "./bot-profile.ts";
import { hasLimit } from "./has-part.ts";

/** With these values the limit never acts. */
const withoutLimit = {
  cooldownSeconds: 0,
  maxFlattenNotionalUsdt: decimalSchema.parse("999999999999999999"),
  maxAttemptsPerIntent: 999,
  maxAttemptsPerWindow: 9_999,
  maxOrdersPerAction: 999,
  maxSymbolsPerAction: 1_000,
  requireWhitelist: false,
} as const satisfies Partial<Config>;

/** `symbols` are those of the scenario: without a whitelist the bot acts on each of them. */
export function fitConfig(
  config: Config,
  profile: BotProfile,
  symbols: readonly TradingSymbol[],
): Config {
  return Object.assign(copyConfig(config), fitFields(config, profile), {
    ...(!hasLimit(profile, "symbolWhitelist") && { symbolWhitelist: symbols }),
  });
}

/** Null where nothing is left of the change. */
export function fitChange(change: ConfigChange, profile: BotProfile): ConfigChange | null {
  const fits = fitFields(change, profile);
  const entries = Object.entries(change).filter(([field]) => !isPinned(profile, field));
  const left = entries.map(([field, value]) => [field, Reflect.get(fits, field) ?? value] as const);
  return left.length === 0 ? null : Object.fromEntries(left);
}

/** Whether the field has one value only. */
export function isPinned(profile: BotProfile, field: string): boolean {
  if (limitNames.some((name) => name === field && !hasLimit(profile, name))) return true;
  if (field === "requireWhitelist" && !hasLimit(profile, "symbolWhitelist")) return true;
  if (field === "action") return profile.actions?.length === 1;
  const value: unknown = Reflect.get(profile.config ?? {}, field);
  return value !== undefined && !isRange(value);
}

/** Whether the profile narrows the field at all. */
export function isNarrowed(profile: BotProfile, field: string): boolean {
  return isPinned(profile, field) || Reflect.get(profile.config ?? {}, field) !== undefined;
}

type Range = { readonly min: number | string; readonly max: number | string };

function isRange(value: unknown): value is Range {
  return typeof value === "object" && value !== null && "min" in value;
}

/** The fields that the profile changes. */
function fitFields(config: Config | ConfigChange, profile: BotProfile): Partial<Config> {
  const changed: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(profile.config ?? {})) {
    changed[field] = isRange(value) ? clampTo(value, Reflect.get(config, field)) : value;
  }
  for (const [field, value] of Object.entries(withoutLimit)) {
    const name = field === "requireWhitelist" ? "symbolWhitelist" : field;
    if (limitNames.some((limit) => limit === name && !hasLimit(profile, limit))) {
      changed[field] = value;
    }
  }
  if (profile.actions !== undefined && config.action !== undefined) {
    changed["action"] = actionWithin(config.action, profile.actions);
  }
  if (profile.clientOrderIds !== undefined) {
    changed["clientOrderIdTemplate"] = profile.clientOrderIds;
  }
  return changed;
}

/** The nearest value of the range. */
function clampTo({ min, max }: Range, value: unknown): unknown {
  if (typeof value === "number") return Math.min(Math.max(value, Number(min)), Number(max));
  if (typeof value !== "string" || !isUnsignedDecimal(value)) return value;
  const [least, most] = [decimalSchema.parse(min), decimalSchema.parse(max)];
  if (exceeds(least, value)) return least;
  return exceeds(value, most) ? most : value;
}

/** An action that remediates stands for one that the bot does not have. */
function actionWithin(action: Action, allowed: readonly Action[]): Action {
  if (allowed.includes(action)) return action;
  const remediating = allowed.filter((other) => other !== "none");
  return remediating[actions.indexOf(action) % remediating.length] ?? action;
}
