/**
 * The limits that a remediation must pass, in this order, the same in dry-run and live mode. The first
 * limit that blocks it gives the reason. Limits on calls count attempts, not successes.
 */
import type { Config } from "../domain/config.ts";
import { describeFilters, type Filters } from "../domain/filters.ts";
import { absolute, exceeds, multiply, signOf } from "../domain/decimal.ts";
import type { Mismatch, OrderMismatch } from "../domain/mismatch.ts";
import { isCancellable } from "../domain/order.ts";
import type { PriorCall } from "../domain/port-call.ts";
import type { BlockReason, RejectedPart } from "../domain/run-report.ts";
import { isQuotedInUsdt } from "../domain/trading-symbol.ts";
import { partsOf } from "./filters.ts";
import { isOwnOrder } from "./ownership.ts";

export type LimitContext = {
  readonly config: Config;
  readonly nowMs: number;
  /** When an earlier run last called the port, or null. */
  readonly lastPortCallAtMs: number | null;
  readonly priorCalls: readonly PriorCall[];
  readonly rejectedParts: readonly RejectedPart[];
  /** Absent: the exchange accepts every quantity. */
  readonly filters?: Filters | undefined;
  /** The remediations of this run that passed so far, and their symbols. */
  readonly attempts: number;
  readonly symbols: ReadonlySet<string>;
  /** The market orders of this run that passed so far for this mismatch. */
  readonly parts: number;
};

export type Block = { readonly reason: BlockReason; readonly detail: string };

type Limit = (mismatch: Mismatch, context: LimitContext) => Block | null;

/** The block of the first limit that the remediation of this mismatch does not pass, or null. */
export function findBlock(
  mismatch: Mismatch,
  context: LimitContext,
  inOrder: readonly Limit[] = Object.values(limits),
): Block | null {
  for (const limit of inOrder) {
    const block = limit(mismatch, context);
    if (block !== null) return block;
  }
  return null;
}

/** In the order in which they are checked. */
export const limits = {
  snapshotValid,
  cooldownElapsed,
  banOver,
  whitelistPresent,
  symbolWhitelisted,
  ownOrder,
  orderCancellable,
  priceKnown,
  maxNotional,
  filters,
  outcomeResolved,
  maxAttemptsPerIntent,
  maxAttemptsPerWindow,
  maxOrders,
  maxSymbols,
} as const satisfies Record<string, Limit>;

export type Limits = Readonly<Record<keyof typeof limits, Limit>>;

// A rejected part yields no mismatch, so only the lists of orders can block: those of a position.
function snapshotValid(mismatch: Mismatch, { rejectedParts }: LimitContext): Block | null {
  const rejected = rejectedParts.find(({ part }) => needsList(mismatch, part));
  if (rejected === undefined) return null;
  const { part, reason, detail } = rejected;
  const name = part === "orders" ? "open orders" : "conditional orders";
  return { reason, detail: `${name}: ${detail}; take a new snapshot` };
}

/** An order needs its own list, and a position needs both. */
function needsList(mismatch: Mismatch, part: RejectedPart["part"]): boolean {
  if (part === "positions") return false;
  if (mismatch.type === "POSITION_NONZERO_UNEXPECTED") return true;
  return (mismatch.orderList === undefined) === (part === "orders");
}

function cooldownElapsed(_: Mismatch, context: LimitContext): Block | null {
  const { config, lastPortCallAtMs, nowMs } = context;
  if (lastPortCallAtMs === null) return null;
  const remainingMs = lastPortCallAtMs + config.cooldownSeconds * 1_000 - nowMs;
  if (remainingMs <= 0) return null;
  return { reason: "cooldown_not_elapsed", detail: `${remainingMs} ms of the cooldown remain` };
}

/** A ban outlives the process, so that its end comes from the prior calls. */
function banOver(_: Mismatch, { priorCalls, nowMs }: LimitContext): Block | null {
  const end = endOfBan(priorCalls);
  return nowMs < end ? rateLimited(end, nowMs) : null;
}

/** Before this time the exchange refuses every request, by its replies to these calls; 0 without a ban. */
function endOfBan(calls: readonly PriorCall[]): number {
  let end = 0;
  for (const { bannedUntilMs: until = 0 } of calls) if (until > end) end = until;
  return end;
}

export function rateLimited(bannedUntilMs: number, nowMs: number): Block {
  // A slow reply may arrive after the ban that it names.
  const detail = `the exchange refuses every request for ${Math.max(bannedUntilMs - nowMs, 0)} ms`;
  return { reason: "rate_limited", detail };
}

function whitelistPresent(_: Mismatch, { config }: LimitContext): Block | null {
  if (!config.requireWhitelist || config.symbolWhitelist.length > 0) return null;
  return { reason: "whitelist_required", detail: "name the symbols that may be acted on" };
}

function symbolWhitelisted({ symbol }: Mismatch, { config }: LimitContext): Block | null {
  const { symbolWhitelist } = config;
  if (symbolWhitelist.length === 0 || symbolWhitelist.includes(symbol)) return null;
  return { reason: "symbol_not_in_whitelist", detail: `${symbol} is not in the whitelist` };
}

function ownOrder(mismatch: Mismatch, { config }: LimitContext): Block | null {
  if (mismatch.type === "POSITION_NONZERO_UNEXPECTED") return null;
  if (isOwnOrder(mismatch.clientOrderId, config)) return null;
  const owner = `${config.clientOrderIdPrefix}{${config.allowedStrategies.join("|")}}_…`;
  return { reason: "no_grinder_prefix", detail: `the id does not have the form ${owner}` };
}

function orderCancellable(mismatch: Mismatch): Block | null {
  if (mismatch.type === "POSITION_NONZERO_UNEXPECTED" || mismatch.observed === null) return null;
  const { status } = mismatch.observed;
  if (isCancellable(status)) return null;
  const detail = `an order that is ${status} cannot be cancelled; check it on the exchange`;
  return { reason: "order_status_not_actionable", detail };
}

function priceKnown(mismatch: Mismatch): Block | null {
  if (mismatch.type !== "POSITION_NONZERO_UNEXPECTED") return null;
  const reason = "price_unavailable";
  if (!isQuotedInUsdt(mismatch.symbol)) {
    return { reason, detail: "its price is not in USDT or USDC, so its size in USDT is unknown" };
  }
  const { markPrice } = mismatch.observed;
  if (markPrice !== null && signOf(markPrice) === 1) return null;
  return { reason, detail: "without a price above 0 its size is unknown" };
}

function maxNotional(mismatch: Mismatch, { config }: LimitContext): Block | null {
  if (mismatch.type !== "POSITION_NONZERO_UNEXPECTED") return null;
  const { markPrice, quantity } = mismatch.observed;
  if (markPrice === null) return null;
  const notional = multiply(absolute(quantity), markPrice);
  if (!exceeds(notional, config.maxFlattenNotionalUsdt)) return null;
  const detail = `${notional} USDT is more than the ${config.maxFlattenNotionalUsdt} USDT allowed`;
  return { reason: "notional_exceeds_limit", detail };
}

/** A position that no market order can close stays as it is, in this run and the next. */
function filters(mismatch: Mismatch, context: LimitContext): Block | null {
  if (context.filters === undefined || mismatch.type !== "POSITION_NONZERO_UNEXPECTED") return null;
  const { symbol, observed } = mismatch;
  const bounds = context.filters[symbol];
  if (bounds === undefined || partsOf(observed, bounds).next().done !== true) return null;
  const listed = describeFilters(bounds).join(", ");
  const detail = `no order fits the filters for ${absolute(observed.quantity)}: ${listed}`;
  return { reason: "below_minimum", detail };
}

/**
 * After an unknown outcome a later snapshot shows whether the mismatch remains, and then one more attempt
 * is allowed. If that attempt is not accepted either, a snapshot does not help.
 */
function outcomeResolved(mismatch: Mismatch, context: LimitContext): Block | null {
  let isUnknown = false;
  let isRepeated = false;
  for (const { status } of attemptsAt(mismatch, context)) {
    isRepeated = isUnknown && status !== "accepted";
    isUnknown = status !== "accepted" && (isUnknown || status === "unknown");
  }
  if (!isRepeated) return null;
  const detail = "one more attempt followed an unknown outcome; check the exchange yourself";
  return { reason: "outcome_unknown", detail };
}

function maxAttemptsPerIntent(mismatch: Mismatch, context: LimitContext): Block | null {
  const { maxAttemptsPerIntent: most, attemptWindowSeconds } = context.config;
  if (attemptsAt(mismatch, context).length + context.parts < most) return null;
  const detail = `${most} attempts in ${attemptWindowSeconds} s; find out why the mismatch remains`;
  return { reason: "max_attempts_reached", detail };
}

function maxAttemptsPerWindow(_: Mismatch, context: LimitContext): Block | null {
  const { maxAttemptsPerWindow: most, attemptWindowSeconds } = context.config;
  const earlier = context.priorCalls.filter((call) => isRecent(call, context)).length;
  if (earlier + context.attempts < most) return null;
  const detail = `${most} calls in ${attemptWindowSeconds} s`;
  return { reason: "max_attempts_reached", detail };
}

function isRecent({ atMs }: PriorCall, { config, nowMs }: LimitContext): boolean {
  return nowMs - atMs < config.attemptWindowSeconds * 1_000;
}

/** The recent calls of earlier runs with the same intent for the same order or position. */
function attemptsAt(mismatch: Mismatch, context: LimitContext): readonly PriorCall[] {
  return context.priorCalls.filter((call) => {
    const { request } = call;
    if (request.symbol !== mismatch.symbol || !isRecent(call, context)) return false;
    return mismatch.type === "POSITION_NONZERO_UNEXPECTED"
      ? request.method === "placeMarketOrder" &&
          (request.positionSide ?? "BOTH") === mismatch.positionSide
      : request.method === cancelMethodOf(mismatch) &&
          request.clientOrderId === mismatch.clientOrderId;
  });
}

function cancelMethodOf({ orderList }: OrderMismatch): PriorCall["request"]["method"] {
  return orderList === undefined ? "cancelOrder" : "cancelConditionalOrder";
}

function maxOrders(_: Mismatch, { attempts, config }: LimitContext): Block | null {
  if (attempts < config.maxOrdersPerAction) return null;
  const detail = `${config.maxOrdersPerAction} remediations a run; the next run takes the rest`;
  return { reason: "max_orders_reached", detail };
}

function maxSymbols({ symbol }: Mismatch, { symbols, config }: LimitContext): Block | null {
  if (symbols.has(symbol) || symbols.size < config.maxSymbolsPerAction) return null;
  const detail = `${config.maxSymbolsPerAction} symbols a run; the next run takes the rest`;
  return { reason: "max_symbols_reached", detail };
}
