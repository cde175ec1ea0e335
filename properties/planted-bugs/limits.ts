/** Faults in the limits that a remediation must pass. */
import type { Config } from "../../src/domain/config.ts";
import { absolute, exceeds, multiply, signOf } from "../../src/domain/decimal.ts";
import type { OrderStatus } from "../../src/domain/order.ts";
import { limits, type Limits } from "../../src/pipeline/limits.ts";
import { reconcile } from "../../src/pipeline/run.ts";
import { configWith, hooksWith, isPosition, limitsWith, runWith, siblings } from "./planted-bug.ts";
import type { Hooks, PlantedBug } from "./planted-bug.ts";

function cancellableIf(status: OrderStatus): Limits["orderCancellable"] {
  return (mismatch) => {
    const { observed } = mismatch;
    return observed !== null && "status" in observed && observed.status === status
      ? null
      : limits.orderCancellable(mismatch);
  };
}

function boundBy(field: "maxOrdersPerAction" | "maxSymbolsPerAction", by: number) {
  const config: Hooks["config"] = (given) => ({ [field]: Math.max(given[field] + by, 0) });
  return { hooks: { config } };
}

function cooldownFrom(byMs: number) {
  return limitsWith({
    cooldownElapsed: (mismatch, context) =>
      limits.cooldownElapsed(mismatch, { ...context, nowMs: context.nowMs + byMs }),
  });
}

export const limitBugs: readonly PlantedBug[] = [
  ...siblings("cancels-touch-only-own-orders/cancel-of-uncancellable-order", 3, {
    "unknown-status-cancelled": {
      issue: "nautilus_trader#4320",
      ...limitsWith({ orderCancellable: cancellableIf("UNKNOWN") }),
    },
    "pending-order-cancelled": limitsWith({ orderCancellable: cancellableIf("PENDING") }),
  }),
  ...siblings("permitted-remediations-are-executed/missing-remediation", 3, {
    "one-order-too-few": boundBy("maxOrdersPerAction", -1),
    "one-symbol-too-few": boundBy("maxSymbolsPerAction", -1),
    "cooldown-one-ms-too-long": { ...cooldownFrom(-1), minimalSize: 6 },
    "symbol-counted-twice": {
      minimalSize: 3,
      ...limitsWith({
        maxSymbols: ({ symbol }, { symbols, config }) =>
          symbols.size < config.maxSymbolsPerAction
            ? null
            : { reason: "max_symbols_reached", detail: symbol },
      }),
    },
    // A notional equal to the limit is blocked.
    "notional-limit-exclusive": limitsWith({
      maxNotional: (mismatch, { config }) => {
        if (!isPosition(mismatch)) return null;
        const { quantity, markPrice } = mismatch.observed;
        if (markPrice === null) return null;
        const notional = multiply(absolute(quantity), markPrice);
        return exceeds(config.maxFlattenNotionalUsdt, notional) ? null : notionalBlock(notional);
      },
    }),
    // 0.1 at a price of 3 is more than 0.3 in binary.
    "notional-in-floats": limitsWith({
      maxNotional: (mismatch, { config }) => {
        if (!isPosition(mismatch)) return null;
        const { quantity, markPrice } = mismatch.observed;
        const notional = Math.abs(Number(quantity)) * Number(markPrice);
        return notional > Number(config.maxFlattenNotionalUsdt) ? notionalBlock(notional) : null;
      },
    }),
  }),
  ...siblings("limits-hold/max-orders", 3, {
    "max-orders-not-checked": limitsWith({ maxOrders: () => null }),
    "one-order-too-many": boundBy("maxOrdersPerAction", 1),
    "flattens-not-counted": {
      ...limitsWith({
        maxOrders: (mismatch, context) =>
          limits.maxOrders(mismatch, isPosition(mismatch) ? { ...context, attempts: 0 } : context),
      }),
    },
  }),
  ...siblings("limits-hold/max-symbols", 3, {
    "max-symbols-not-checked": limitsWith({ maxSymbols: () => null }),
    "one-symbol-too-many": boundBy("maxSymbolsPerAction", 1),
  }),
  ...siblings("limits-hold/symbol-outside-whitelist", 3, {
    "whitelist-not-checked": limitsWith({ symbolWhitelisted: () => null }),
    "whitelist-matched-by-prefix": limitsWith({
      symbolWhitelisted: (mismatch, context) =>
        context.config.symbolWhitelist.some((name) => mismatch.symbol.startsWith(name))
          ? null
          : limits.symbolWhitelisted(mismatch, context),
    }),
  }),
  ...siblings("limits-hold/notional", 3, {
    "notional-not-checked": limitsWith({ maxNotional: () => null }),
    "unknown-price-accepted": limitsWith({ priceKnown: () => null }),
    "zero-price-accepted": limitsWith({
      priceKnown: (mismatch) =>
        isPosition(mismatch) && mismatch.observed.markPrice !== null
          ? null
          : limits.priceKnown(mismatch),
    }),
    // USDTBTC is a price in bitcoin.
    "quote-read-anywhere-in-a-symbol": limitsWith({
      priceKnown: (mismatch) =>
        isPosition(mismatch) &&
        /USD[TC]/.test(mismatch.symbol) &&
        mismatch.observed.markPrice !== null
          ? null
          : limits.priceKnown(mismatch),
    }),
    // A price in bitcoin is read as one in USDT.
    "bitcoin-price-read-as-usdt": limitsWith({
      priceKnown: (mismatch) =>
        isPosition(mismatch) &&
        mismatch.symbol.endsWith("BTC") &&
        mismatch.observed.markPrice !== null
          ? null
          : limits.priceKnown(mismatch),
    }),
    // The name of the currency only starts or ends like that of the usual one.
    "similar-quote-read-as-usdt": limitsWith({
      priceKnown: (mismatch) =>
        isPosition(mismatch) &&
        mismatch.symbol.endsWith("USD") &&
        mismatch.observed.markPrice !== null
          ? null
          : limits.priceKnown(mismatch),
    }),
    "short-notional-below-zero": limitsWith({
      maxNotional: (mismatch, context) =>
        isPosition(mismatch) && signOf(mismatch.observed.quantity) === -1
          ? null
          : limits.maxNotional(mismatch, context),
    }),
  }),
  ...siblings("limits-hold/cooldown", 6, {
    "cooldown-one-ms-too-short": cooldownFrom(1),
    "cooldown-ignored": { ...configWith({ cooldownSeconds: 0 }), minimalSize: 5 },
  }),
  ...siblings("limits-hold/whitelist-required", 3, {
    "required-whitelist-ignored": configWith({ requireWhitelist: false }),
  }),
  ...siblings("dry-run-plans-what-live-executes/plan-differs-from-calls", 3, {
    "dry-run-without-limits": hooksWith({
      inputs: ({ gates, config }) =>
        gates.confirm === null ? { config: { ...config, ...unlimited } } : {},
    }),
  }),
  ...siblings("external-orders-change-nothing/different-effects", 3, {
    // The venue's own deleveraging order ends the run.
    "run-stopped-by-venue-order": runWith(async (inputs, services) => {
      const { orders } = await services.readSnapshot();
      const isStopped =
        orders.status === "ok" &&
        orders.items.some(({ clientOrderId }) => clientOrderId === "adl_autoclose");
      const config: Config = isStopped ? { ...inputs.config, action: "none" } : inputs.config;
      return reconcile({ ...inputs, config }, services);
    }),
  }),
];

const unlimited = { maxOrdersPerAction: 999, maxSymbolsPerAction: 999 };

function notionalBlock(notional: string | number) {
  return { reason: "notional_exceeds_limit", detail: String(notional) } as const;
}
