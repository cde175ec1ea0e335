/** What a scenario starts with, a line each, with its subject. */
import type {
  ExpectedConditionalOrder,
  ObservedConditionalOrder,
} from "../domain/conditional-order.ts";
import { counted } from "../domain/counted.ts";
import { describeFilters } from "../domain/filters.ts";
import { describeGates } from "../domain/gate.ts";
import type { ExpectedOrder, ObservedOrder } from "../domain/order.ts";
import type { Position } from "../domain/position.ts";
import type { Scenario } from "../scenario/scenario.ts";

export type ScenarioLine = { readonly subject: string; readonly text: string };

export function describeScenario(scenario: Scenario): ScenarioLine[] {
  const { startsAtMs, gates, config, expected, exchange } = scenario;
  const about = (subject: string, texts: readonly string[]) =>
    texts.map((text) => ({ subject, text }));
  return [
    ...about("gates", [describeGates(gates)]),
    ...about("config", [
      `action ${config.action}, whitelist [${config.symbolWhitelist.join(", ")}]` +
        `${config.requireWhitelist ? " required" : ""}, cooldown ${config.cooldownSeconds} s, ` +
        `at most ${counted(config.maxOrdersPerAction, "order")}, ` +
        `${counted(config.maxSymbolsPerAction, "symbol")}, ` +
        `${config.maxFlattenNotionalUsdt} USDT, audit ${config.auditEnabled ? "on" : "off"}`,
    ]),
    ...about("attempts", [
      `at most ${config.maxAttemptsPerIntent} per intent and ` +
        `${config.maxAttemptsPerWindow} in ${config.attemptWindowSeconds} s`,
    ]),
    ...about("exchange", [
      ...(exchange.positionMode === "hedge" ? ["hedge mode"] : []),
      ...(exchange.listsOnlyOpenOrders === true ? ["lists only open orders"] : []),
    ]),
    ...about("expected", [
      ...expected.orders.map(
        (order) => describeOrder(order) + describeAge(startsAtMs - order.createdAtMs, "created"),
      ),
      ...expected.positions.map((position) => `position ${describePosition(position)}`),
      ...(expected.conditionalOrders ?? []).map((order) => `conditional ${describeOrder(order)}`),
    ]),
    ...about("exchange", [
      ...exchange.orders.map(
        (order) =>
          `${describeOrder(order)}${order.reduceOnly ? " reduce-only" : ""}` +
          describeAge(startsAtMs - order.updatedAtMs, "changed"),
      ),
      ...exchange.positions.map((position) => `position ${describePosition(position)}`),
      ...(exchange.conditionalOrders ?? []).map((order) => `conditional ${describeOrder(order)}`),
    ]),
    ...about(
      "price",
      Object.entries(exchange.prices).map(([symbol, price]) => `${symbol} ${price}`),
    ),
    ...about(
      "filters",
      Object.entries(exchange.filters ?? {}).map(([symbol, filters]) =>
        [symbol, ...describeFilters(filters)].join(" "),
      ),
    ),
  ];
}

const hourMs = 3_600_000;

/** Shrinking makes an order as new as it can, so an old one is old for a reason. */
function describeAge(ageMs: number, change: "changed" | "created"): string {
  return ageMs < hourMs ? "" : `, ${change} ${ageMs} ms before the start`;
}

type AnyOrder = ExpectedOrder | ObservedOrder | ExpectedConditionalOrder | ObservedConditionalOrder;

function describeOrder(order: AnyOrder): string {
  const { clientOrderId, symbol, status, side, quantity } = order;
  return `order ${clientOrderId} ${symbol} ${status} ${side} ${quantity ?? "the whole position"}`;
}

function describePosition({ symbol, positionSide, quantity }: Position): string {
  return `${symbol} ${positionSide} ${quantity}`;
}
