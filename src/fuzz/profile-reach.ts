/** The labels, transitions and pairs that a campaign within a profile can reach. */
import type { BotProfile } from "../profile/bot-profile.ts";
import { isNarrowed, isPinned } from "../profile/fit-config.ts";
import { canRemediate, hasMode } from "../profile/has-part.ts";

type Reach = (profile: BotProfile) => boolean;

const flattens: Reach = (profile) => canRemediate(profile, "flatten");
const cancels: Reach = (profile) => canRemediate(profile, "cancel");
const isFree =
  (field: string): Reach =>
  (profile) =>
    !isNarrowed(profile, field);
const both =
  (...reaches: readonly Reach[]): Reach =>
  (profile) =>
    reaches.every((reach) => reach(profile));
const hasHedge: Reach = (profile) => hasMode(profile, "hedge");
const changesMode: Reach = (profile) => hasHedge(profile) && hasMode(profile, "one_way");

const manyOrders = isFree("maxOrdersPerAction");
const manyCalls = both(manyOrders, isFree("maxAttemptsPerWindow"), isFree("symbolWhitelist"));
const whitelist = both(isFree("symbolWhitelist"), isFree("requireWhitelist"));
const notional = both(flattens, isFree("maxFlattenNotionalUsdt"));

/** The names that some profiles do not reach, by their start. */
const needs: readonly (readonly [start: string, reach: Reach])[] = [
  ["cooldown_not_elapsed", isFree("cooldownSeconds")],
  ["whitelist_required", whitelist],
  ["symbol_not_in_whitelist", isFree("symbolWhitelist")],
  ["no_grinder_prefix", cancels],
  ["order_status_not_actionable", cancels],
  ["price_unavailable", notional],
  ["notional_exceeds_limit", notional],
  ["below_minimum", flattens],
  ["max_attempts_reached", both(isFree("maxAttemptsPerIntent"), isFree("maxAttemptsPerWindow"))],
  ["max_orders_reached", manyOrders],
  ["max_symbols_reached", isFree("maxSymbolsPerAction")],
  ["a close ", flattens],
  ["10 port calls or more in a run", manyCalls],
  ["50 port calls or more in a run", manyCalls],
  ["50 prior calls or more", manyCalls],
  ["more than 100 prior calls", manyCalls],
  ["an order on another leg than expected", hasHedge],
  ["a list without ended orders", ({ snapshotForm }) => snapshotForm !== "full"],
  ["many port calls with", manyCalls],
  ["hedge mode with", hasHedge],
  ["list without ended orders with", ({ snapshotForm }) => snapshotForm !== "full"],
  ["a position that moved between its snapshot and its flatten", flattens],
];

export function isReached(name: string, profile: BotProfile): boolean {
  if (name.includes("set-position-mode") && !changesMode(profile)) return false;
  if (name.includes("set-config") && !changesConfig(profile)) return false;
  return needs.every(([start, reach]) => !name.startsWith(start) || reach(profile));
}

const changeable = [
  "action",
  "cooldownSeconds",
  "maxOrdersPerAction",
  "maxSymbolsPerAction",
  "maxFlattenNotionalUsdt",
  "requireWhitelist",
  "symbolWhitelist",
  "allowedStrategies",
] as const;

function changesConfig(profile: BotProfile): boolean {
  return changeable.some((field) => !isPinned(profile, field));
}

/** The factor of each minimum: the generators were measured without a profile, and a narrow one makes cases rarer. */
export function minimumFactor(profile: BotProfile | null): number {
  if (profile === null) return 1;
  const { actions, config, limits } = profile;
  return [actions, config, limits].every((part) => part === undefined) ? 1 : 0.25;
}
