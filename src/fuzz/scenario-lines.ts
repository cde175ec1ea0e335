/** What a scenario starts with, a line each, with its subject. */
import type {
  ExpectedConditionalOrder,
  ObservedConditionalOrder,
} from "../domain/conditional-order.ts";
import type { Config } from "../domain/config.ts";
import { counted } from "../domain/counted.ts";
import { describeFilters } from "../domain/filters.ts";
import { describeGates } from "../domain/gate.ts";
import type { ExpectedOrder, ObservedOrder } from "../domain/order.ts";
import type { Position } from "../domain/position.ts";
import type { Scenario } from "../scenario/scenario.ts";

export type ScenarioLine = {
  readonly subject: string;
  /** Together the line. `field`: its name in a list of irrelevant fields. */
  readonly parts: readonly { readonly text: string; readonly field?: string }[];
};

type Parts = ScenarioLine["parts"];

export function describeScenario(scenario: Scenario): ScenarioLine[] {
  const { startsAtMs, gates, config, expected, exchange } = scenario;
  return [
    line("gates", describeGates(gates)),
    { subject: "config", parts: partsOfConfig(config) },
    line(
      "attempts",
      `at most ${config.maxAttemptsPerIntent} per intent and ` +
        `${config.maxAttemptsPerWindow} in ${config.attemptWindowSeconds} s`,
    ),
    ...(exchange.positionMode === "hedge" ? [line("exchange", "hedge mode")] : []),
    ...(exchange.listsOnlyOpenOrders === true ? [line("exchange", "lists only open orders")] : []),
    ...expected.orders.map((order) => {
      const times = { text: describeTimes(order, scenario) };
      return { subject: "expected", parts: [...partsOfOrder(order), times] };
    }),
    ...expected.positions.map((position) => {
      return { subject: "expected", parts: partsOfPosition(position) };
    }),
    ...(expected.conditionalOrders ?? []).map((order) => {
      const times = { text: describeTimes(order, scenario) };
      return {
        subject: "expected",
        parts: [{ text: "conditional " }, ...partsOfOrder(order), times],
      };
    }),
    ...exchange.orders.map((order) => {
      const age = { text: describeAge(startsAtMs - order.updatedAtMs, "changed") };
      const reduces = { text: order.reduceOnly ? " reduce-only" : "" };
      return { subject: "exchange", parts: [...partsOfOrder(order), reduces, age] };
    }),
    ...exchange.positions.map((position) => {
      return { subject: "exchange", parts: partsOfPosition(position) };
    }),
    ...(exchange.conditionalOrders ?? []).map((order) => {
      return { subject: "exchange", parts: [{ text: "conditional " }, ...partsOfOrder(order)] };
    }),
    ...Object.entries(exchange.prices).map(([symbol, price]) =>
      line("price", `${symbol} ${price}`),
    ),
    ...Object.entries(exchange.filters ?? {}).map(([symbol, filters]) =>
      line("filters", [symbol, ...describeFilters(filters)].join(" ")),
    ),
  ];
}

export function textOfLine({ parts }: ScenarioLine): string {
  return parts.map(({ text }) => text).join("");
}

function line(subject: string, text: string): ScenarioLine {
  return { subject, parts: [{ text }] };
}

function partsOfConfig(config: Config): Parts {
  return [
    { text: `action ${config.action}`, field: "config.action" },
    { text: `, whitelist [${config.symbolWhitelist.join(", ")}]` },
    { text: config.requireWhitelist ? " required" : "", field: "config.requireWhitelist" },
    { text: `, cooldown ${config.cooldownSeconds} s`, field: "config.cooldownSeconds" },
    {
      text: `, at most ${counted(config.maxOrdersPerAction, "order")}`,
      field: "config.maxOrdersPerAction",
    },
    {
      text: `, ${counted(config.maxSymbolsPerAction, "symbol")}`,
      field: "config.maxSymbolsPerAction",
    },
    { text: `, ${config.maxFlattenNotionalUsdt} USDT` },
    { text: `, audit ${config.auditEnabled ? "on" : "off"}`, field: "config.auditEnabled" },
  ];
}

type Expected = Pick<ExpectedOrder, "createdAtMs" | "updatedAtMs">;

/** A creation may decide that is within the grace period at the time of a list, and so may each update. */
function describeTimes({ createdAtMs, updatedAtMs }: Expected, scenario: Scenario): string {
  const { startsAtMs, config } = scenario;
  const ageMs = startsAtMs - createdAtMs;
  const isLate = ageMs <= config.orderGracePeriodMs + oldestListMs(scenario);
  const created = isLate ? timeOf(ageMs, "created") : describeAge(ageMs, "created");
  return created + (updatedAtMs === undefined ? "" : timeOf(startsAtMs - updatedAtMs, "updated"));
}

/** How old the oldest list of a snapshot is. */
function oldestListMs({ steps }: Scenario): number {
  const parts = steps.flatMap((step) =>
    step.kind === "snapshot" ? [step.orders, step.conditionalOrders] : [],
  );
  return Math.max(0, ...parts.map((part) => (part?.kind === "old" ? part.ageMs : 0)));
}

const hourMs = 3_600_000;

/** Most orders are a minute old; an older one, and one of the future, is so for a reason. */
function describeAge(ageMs: number, change: "changed" | "created"): string {
  return ageMs >= 0 && ageMs < hourMs ? "" : timeOf(ageMs, change);
}

function timeOf(ageMs: number, change: "changed" | "created" | "updated"): string {
  const side = ageMs < 0 ? "after" : "before";
  return `, ${change} ${Math.abs(ageMs)} ms ${side} the start`;
}

type AnyOrder = ExpectedOrder | ObservedOrder | ExpectedConditionalOrder | ObservedConditionalOrder;

function partsOfOrder(order: AnyOrder): Parts {
  const { clientOrderId, symbol, status, side, quantity } = order;
  return [
    { text: `order ${clientOrderId} ${symbol} ${status}` },
    { text: ` ${side}`, field: `order ${clientOrderId}: side` },
    { text: ` ${quantity ?? "the whole position"}`, field: `order ${clientOrderId}: quantity` },
  ];
}

function partsOfPosition({ symbol, positionSide, quantity }: Position): Parts {
  return [
    { text: `position ${symbol} ${positionSide}` },
    { text: ` ${quantity}`, field: `position ${symbol} ${positionSide}: quantity` },
  ];
}
