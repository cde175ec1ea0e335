/** Faults in the limits that a remediation must pass. */
import type { Config } from "../../src/domain/config.ts";
import { absolute, exceeds, multiply, signOf } from "../../src/domain/decimal.ts";
import type { Mismatch } from "../../src/domain/mismatch.ts";
import type { OrderStatus } from "../../src/domain/order.ts";
import { limits } from "../../src/pipeline/limits.ts";
import type { Limits } from "../../src/pipeline/limits.ts";
import { reconcile } from "../../src/pipeline/run.ts";
import { limitsWith } from "./planted-bug.ts";
import type { PlantedBug } from "./planted-bug.ts";

const isPosition = ({ type }: Mismatch) => type === "POSITION_NONZERO_UNEXPECTED";

function cancellableIf(status: OrderStatus): Limits["orderCancellable"] {
  return (mismatch) => {
    const { observed } = mismatch;
    return observed !== null && "status" in observed && observed.status === status
      ? null
      : limits.orderCancellable(mismatch);
  };
}

const uncheckedLimits = (
  [
    ["whitelist-not-checked", "symbolWhitelisted", "limits-hold/symbol-outside-whitelist"],
    ["notional-not-checked", "maxNotional", "limits-hold/notional"],
    ["unknown-price-accepted", "priceKnown", "limits-hold/notional"],
    ["max-orders-not-checked", "maxOrders", "limits-hold/max-orders"],
    ["max-symbols-not-checked", "maxSymbols", "limits-hold/max-symbols"],
  ] as const
).map(([name, limit, expectedFailure]): PlantedBug => ({
  name,
  expectedFailure,
  minimalSize: 3,
  decisions: limitsWith({ [limit]: () => null }),
}));

const missingRemediation = "permitted-remediations-are-executed/missing-remediation";

const countBoundaries = (
  [
    ["one-order-too-many", "maxOrdersPerAction", 1, "limits-hold/max-orders"],
    ["one-order-too-few", "maxOrdersPerAction", -1, missingRemediation],
    ["one-symbol-too-many", "maxSymbolsPerAction", 1, "limits-hold/max-symbols"],
    ["one-symbol-too-few", "maxSymbolsPerAction", -1, missingRemediation],
  ] as const
).map(([name, field, by, expectedFailure]): PlantedBug => ({
  name,
  expectedFailure,
  minimalSize: 3,
  hooks: { config: (config) => ({ [field]: Math.max(config[field] + by, 0) }) },
}));

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
  ...uncheckedLimits,
  ...countBoundaries,
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
    name: "whitelist-matched-by-prefix",
    expectedFailure: "limits-hold/symbol-outside-whitelist",
    minimalSize: 3,
    decisions: limitsWith({
      symbolWhitelisted: (mismatch, context) =>
        context.config.symbolWhitelist.some((name) => mismatch.symbol.startsWith(name))
          ? null
          : limits.symbolWhitelisted(mismatch, context),
    }),
  },
  {
    name: "unknown-status-cancelled",
    issue: "nautilus_trader#4320",
    expectedFailure: "cancels-touch-only-own-orders/cancel-of-uncancellable-order",
    minimalSize: 3,
    decisions: limitsWith({ orderCancellable: cancellableIf("UNKNOWN") }),
  },
  {
    name: "pending-order-cancelled",
    expectedFailure: "cancels-touch-only-own-orders/cancel-of-uncancellable-order",
    minimalSize: 3,
    decisions: limitsWith({ orderCancellable: cancellableIf("PENDING") }),
  },
  {
    name: "zero-price-accepted",
    expectedFailure: "limits-hold/notional",
    minimalSize: 3,
    decisions: limitsWith({
      priceKnown: (mismatch) =>
        mismatch.type === "POSITION_NONZERO_UNEXPECTED" && mismatch.observed.markPrice !== null
          ? null
          : limits.priceKnown(mismatch),
    }),
  },
  {
    name: "short-notional-below-zero",
    expectedFailure: "limits-hold/notional",
    minimalSize: 3,
    decisions: limitsWith({
      maxNotional: (mismatch, context) =>
        mismatch.type === "POSITION_NONZERO_UNEXPECTED" && signOf(mismatch.observed.quantity) === -1
          ? null
          : limits.maxNotional(mismatch, context),
    }),
  },
  {
    // A notional equal to the limit is blocked.
    name: "notional-limit-exclusive",
    expectedFailure: missingRemediation,
    minimalSize: 3,
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
  {
    // 0.1 at a price of 3 is more than 0.3 in binary.
    name: "notional-in-floats",
    expectedFailure: missingRemediation,
    minimalSize: 3,
    decisions: limitsWith({
      maxNotional: (mismatch, { config }) => {
        if (mismatch.type !== "POSITION_NONZERO_UNEXPECTED") return null;
        const { quantity, markPrice } = mismatch.observed;
        const notional = Math.abs(Number(quantity)) * Number(markPrice);
        return notional > Number(config.maxFlattenNotionalUsdt) ? notionalBlock(notional) : null;
      },
    }),
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
