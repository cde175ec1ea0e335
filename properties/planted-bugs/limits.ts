/** Faults in the limits that a remediation must pass. */
import type { Config } from "../../src/domain/config.ts";
import { absolute, exceeds, multiply, signOf } from "../../src/domain/decimal.ts";
import type { Mismatch } from "../../src/domain/mismatch.ts";
import type { OrderStatus } from "../../src/domain/order.ts";
import { limits, type Limits } from "../../src/pipeline/limits.ts";
import { reconcile } from "../../src/pipeline/run.ts";
import { limitsWith, siblings, type Hooks, type PlantedBug } from "./planted-bug.ts";

const isPosition = ({ type }: Mismatch) => type === "POSITION_NONZERO_UNEXPECTED";

function cancellableIf(status: OrderStatus): Limits["orderCancellable"] {
  return (mismatch) => {
    const { observed } = mismatch;
    return observed !== null && "status" in observed && observed.status === status
      ? null
      : limits.orderCancellable(mismatch);
  };
}

const missingRemediation = "permitted-remediations-are-executed/missing-remediation";

function boundBy(field: "maxOrdersPerAction" | "maxSymbolsPerAction", by: number) {
  const config: Hooks["config"] = (given) => ({ [field]: Math.max(given[field] + by, 0) });
  return { hooks: { config } };
}

const cooldownBoundaries = (
  [
    ["cooldown-one-ms-too-short", 1, "limits-hold/cooldown"],
    ["cooldown-one-ms-too-long", -1, missingRemediation],
  ] as const
).map(([name, byMs, expectedFailure]): PlantedBug => ({
  name,
  expectedFailure,
  minimalSize: 7,
  decisions: limitsWith({
    cooldownElapsed: (mismatch, context) =>
      limits.cooldownElapsed(mismatch, { ...context, nowMs: context.nowMs + byMs }),
  }),
}));

export const limitBugs: readonly PlantedBug[] = [
  ...siblings("cancels-touch-only-own-orders/cancel-of-uncancellable-order", 3, {
    "unknown-status-cancelled": {
      issue: "nautilus_trader#4320",
      decisions: limitsWith({ orderCancellable: cancellableIf("UNKNOWN") }),
    },
    "pending-order-cancelled": {
      decisions: limitsWith({ orderCancellable: cancellableIf("PENDING") }),
    },
  }),
  ...siblings(missingRemediation, 3, {
    "one-order-too-few": boundBy("maxOrdersPerAction", -1),
    "one-symbol-too-few": boundBy("maxSymbolsPerAction", -1),
    // A notional equal to the limit is blocked.
    "notional-limit-exclusive": {
      decisions: limitsWith({
        maxNotional: (mismatch, { config }) => {
          if (mismatch.type !== "POSITION_NONZERO_UNEXPECTED") return null;
          const { quantity, markPrice } = mismatch.observed;
          if (markPrice === null) return null;
          const notional = multiply(absolute(quantity), markPrice);
          return exceeds(config.maxFlattenNotionalUsdt, notional) ? null : notionalBlock(notional);
        },
      }),
    },
    // 0.1 at a price of 3 is more than 0.3 in binary.
    "notional-in-floats": {
      decisions: limitsWith({
        maxNotional: (mismatch, { config }) => {
          if (mismatch.type !== "POSITION_NONZERO_UNEXPECTED") return null;
          const { quantity, markPrice } = mismatch.observed;
          const notional = Math.abs(Number(quantity)) * Number(markPrice);
          return notional > Number(config.maxFlattenNotionalUsdt) ? notionalBlock(notional) : null;
        },
      }),
    },
  }),
  ...siblings("limits-hold/max-orders", 3, {
    "max-orders-not-checked": { decisions: limitsWith({ maxOrders: () => null }) },
    "one-order-too-many": boundBy("maxOrdersPerAction", 1),
  }),
  ...siblings("limits-hold/max-symbols", 3, {
    "max-symbols-not-checked": { decisions: limitsWith({ maxSymbols: () => null }) },
    "one-symbol-too-many": boundBy("maxSymbolsPerAction", 1),
  }),
  ...siblings("limits-hold/symbol-outside-whitelist", 3, {
    "whitelist-not-checked": { decisions: limitsWith({ symbolWhitelisted: () => null }) },
    "whitelist-matched-by-prefix": {
      decisions: limitsWith({
        symbolWhitelisted: (mismatch, context) =>
          context.config.symbolWhitelist.some((name) => mismatch.symbol.startsWith(name))
            ? null
            : limits.symbolWhitelisted(mismatch, context),
      }),
    },
  }),
  ...siblings("limits-hold/notional", 3, {
    "notional-not-checked": { decisions: limitsWith({ maxNotional: () => null }) },
    "unknown-price-accepted": { decisions: limitsWith({ priceKnown: () => null }) },
    "zero-price-accepted": {
      decisions: limitsWith({
        priceKnown: (mismatch) =>
          mismatch.type === "POSITION_NONZERO_UNEXPECTED" && mismatch.observed.markPrice !== null
            ? null
            : limits.priceKnown(mismatch),
      }),
    },
    "short-notional-below-zero": {
      decisions: limitsWith({
        maxNotional: (mismatch, context) =>
          mismatch.type === "POSITION_NONZERO_UNEXPECTED" &&
          signOf(mismatch.observed.quantity) === -1
            ? null
            : limits.maxNotional(mismatch, context),
      }),
    },
  }),
  ...cooldownBoundaries,
  {
    name: "cooldown-ignored",
    expectedFailure: "limits-hold/cooldown",
    minimalSize: 6,
    hooks: { config: () => ({ cooldownSeconds: 0 }) },
  },
  {
    name: "required-whitelist-ignored",
    expectedFailure: "limits-hold/whitelist-required",
    minimalSize: 3,
    hooks: { config: () => ({ requireWhitelist: false }) },
  },
  {
    name: "symbol-counted-twice",
    expectedFailure: missingRemediation,
    minimalSize: 4,
    decisions: limitsWith({
      maxSymbols: ({ symbol }, { symbols, config }) =>
        symbols.size < config.maxSymbolsPerAction
          ? null
          : { reason: "max_symbols_reached", detail: symbol },
    }),
  },
  {
    name: "flattens-not-counted",
    expectedFailure: "limits-hold/max-orders",
    minimalSize: 4,
    decisions: limitsWith({
      maxOrders: (mismatch, context) =>
        limits.maxOrders(mismatch, isPosition(mismatch) ? { ...context, attempts: 0 } : context),
    }),
  },
  {
    name: "dry-run-without-limits",
    expectedFailure: "dry-run-plans-what-live-executes/plan-differs-from-calls",
    minimalSize: 3,
    hooks: {
      inputs: ({ gates, config }) =>
        gates.confirm === null ? { config: { ...config, ...unlimited } } : {},
    },
  },
  {
    // The venue's own deleveraging order ends the run.
    name: "run-stopped-by-venue-order",
    expectedFailure: "external-orders-change-nothing/different-effects",
    minimalSize: 3,
    reconcile: async (inputs, services) => {
      const { orders } = await services.readSnapshot();
      const isStopped =
        orders.status === "ok" &&
        orders.items.some(({ clientOrderId }) => clientOrderId === "adl_autoclose");
      const config: Config = isStopped ? { ...inputs.config, action: "none" } : inputs.config;
      return reconcile({ ...inputs, config }, services);
    },
  },
];

const unlimited = { maxOrdersPerAction: 999, maxSymbolsPerAction: 999 };

function notionalBlock(notional: string | number) {
  return { reason: "notional_exceeds_limit", detail: String(notional) } as const;
}
