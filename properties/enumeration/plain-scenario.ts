/** The scenario that enumerated cases vary: live mode, wide limits, and no mismatch. */
import { configSchema } from "../../src/domain/config.ts";
import { decimalSchema, zero } from "../../src/domain/decimal.ts";
import type { ExpectedOrder, ObservedOrder, OrderStatus } from "../../src/domain/order.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { copyConfig } from "../../src/domain/copies.ts";
import { toObservedOrder } from "../../src/scenario/steps/place-order.ts";
import { clientOrderIdOf, type Owner } from "../arbitraries/client-order-id.ts";
import { allGatesOpen } from "../../src/domain/gate.ts";
import { startsAtMs } from "../arbitraries/time.ts";
import { tradingSymbolSchema } from "../../src/domain/trading-symbol.ts";

export const symbol = tradingSymbolSchema.parse("BTCUSDT");
const quantity = decimalSchema.parse("0.001");
const price = decimalSchema.parse("50000.00");
const ownId = clientOrderIdOf("own", symbol, 1, 1);

export const plainScenario: Scenario = {
  schemaVersion: 2,
  name: "enumerated",
  statement: "An enumerated situation.",
  startsAtMs,
  gates: allGatesOpen,
  config: copyConfig(
    configSchema.parse({
      action: "cancel_then_flatten",
      cooldownSeconds: 0,
      symbolWhitelist: [symbol],
      auditEnabled: true,
    }),
  ),
  expected: { orders: [], positions: [] },
  exchange: { positionMode: "one_way", orders: [], positions: [], prices: { [symbol]: price } },
  steps: [
    { kind: "snapshot", orders: { kind: "ok" }, positions: { kind: "ok" } },
    { kind: "reconcile" },
  ],
};

export function observed(status: OrderStatus, owner: Owner = "own"): ObservedOrder {
  return toObservedOrder(expected(status, owner), startsAtMs, "1", status);
}

export function expected(status: OrderStatus, owner: Owner = "own"): ExpectedOrder {
  return {
    clientOrderId: owner === "own" ? ownId : clientOrderIdOf(owner, symbol, 1, 1),
    symbol,
    side: "BUY",
    positionSide: "BOTH",
    quantity,
    filledQuantity: zero,
    price,
    status,
    createdAtMs: startsAtMs - 60_000,
  };
}
