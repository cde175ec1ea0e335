/** Quiescence: the gates are open, the port accepts, the audit sink works, the exchange is quiet. */
import { changedConfig, type Config } from "../../src/domain/config.ts";
import { allGatesOpen } from "../../src/domain/gate.ts";
import type { ExpectedOrder } from "../../src/domain/order.ts";
import { positionKey, type Position } from "../../src/domain/position.ts";
import type { TradingSymbol } from "../../src/domain/trading-symbol.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { withInnerSteps, type Step } from "../../src/scenario/step.ts";
import { isQuotedInUsdt } from "../oracle/expected-outcomes.ts";
import { isZero } from "../oracle/expected-mismatches.ts";
import { isLiveOrder } from "../oracle/order-status.ts";
import { isOwnOrder } from "../oracle/own-order.ts";
import type { Case } from "../property.ts";
import { memoizeLast } from "./memoize-last.ts";

/**
 * The scenario with a quiescence of as many runs as the limits require, and one more. All properties get the same
 * scenario, so that it runs once.
 */
export const withQuiescence: (observed: Case) => Scenario | { readonly discarded: string } =
  memoizeLast(({ scenario }) => {
    const runs = maxQuietRuns(scenario);
    if (runs === 0) return { discarded: "the action remediates nothing of the scenario" };
    return runs >= unlimitedRuns
      ? { discarded: "no limit ends the attempts at what the exchange rejects" }
      : addQuietRuns(scenario, runs + 1);
  });

/** A bot without a limit on attempts has this number of them, so that the exchange may reject its calls for ever. */
const unlimitedRuns = 999;

/** A scheduled crash happens in a run before the quiescence. Then no delayed request, ban or attempt remains. */
function addQuietRuns(scenario: Scenario, runs: number): Scenario {
  const { steps } = scenario;
  const config = configAtEnd(scenario);
  const ok = { kind: "ok" } as const;
  const round: readonly Step[] = [
    { kind: "advance-clock", ms: config.cooldownSeconds * 1_000 + 1 },
    { kind: "snapshot", orders: ok, positions: ok },
    { kind: "reconcile" },
  ];
  const quiet: Step[] = [
    ...steps,
    { kind: "set-gates", gates: allGatesOpen },
    { kind: "set-port-faults", faults: [] },
    { kind: "set-audit-fault", writable: true, afterEvents: 0 },
  ];
  if (steps.some(({ kind }) => kind === "crash")) quiet.push({ kind: "reconcile" });
  const ms = maxDelayMs(steps) + config.attemptWindowSeconds * 1_000 + jumpsMs(steps);
  quiet.push({ kind: "advance-clock", ms });
  for (let run = 0; run < runs; run += 1) quiet.push(...round);
  return { ...scenario, steps: quiet };
}

/** By as much the clock of the bot can be behind a time that it read before. */
function jumpsMs(steps: readonly Step[]): number {
  let sum = 0;
  for (const step of steps) if (step.kind === "set-clock") sum += Math.abs(step.byMs);
  return sum;
}

function maxDelayMs(steps: readonly Step[]): number {
  let max = 1;
  for (const step of steps) {
    if (step.kind !== "set-port-faults") continue;
    for (const fault of step.faults) {
      if (fault.kind === "delayed") max = Math.max(max, fault.afterMs);
      if (fault.kind === "rate-limit") max = Math.max(max, fault.banMs);
    }
  }
  return max;
}

/**
 * Each quiet run cancels as many orders, or flattens as many positions, as both limits permit. The exchange accepts
 * each cancel, and a flatten where no reducing order rests. Else a flatten can take all attempts of its position, and
 * so can one that is split.
 */
export const maxQuietRuns: (scenario: Scenario) => number = memoizeLast((scenario) => {
  const config = configAtEnd(scenario);
  const steps = withInnerSteps(scenario.steps);
  const isSame = config === scenario.config && steps === scenario.steps;
  return countQuietRuns(isSame ? scenario : { ...scenario, config, steps });
});

/** The configuration of the last run. */
export function configAtEnd({ config, steps }: Scenario): Config {
  let last = config;
  for (const step of steps) {
    if (step.kind === "set-config") last = changedConfig(last, step.config);
  }
  return last;
}

function countQuietRuns(scenario: Scenario): number {
  const { action, maxOrdersPerAction, maxSymbolsPerAction, maxAttemptsPerIntent } = scenario.config;
  const perRun = Math.max(Math.min(maxOrdersPerAction, maxSymbolsPerAction), 1);
  let [closable, refusable] = [0, 0];
  if (action === "flatten" || action === "cancel_then_flatten") {
    const reducing = placesOfReducingOrders(scenario);
    for (const [key, symbol] of openPositions(scenario)) {
      if (!mayChange(symbol, scenario) || !hasPrice(symbol, scenario)) continue;
      if (reducing.has(key)) refusable += 1;
      else closable += isSplit(symbol, scenario) ? Math.max(maxAttemptsPerIntent, 1) : 1;
    }
  }
  const cancels = action === "cancel_all" || action === "cancel_then_flatten";
  return (
    (cancels ? Math.ceil(cancellableOrders(scenario).size / perRun) : 0) +
    Math.ceil(closable / perRun) * Math.min(maxAttemptsPerIntent, 1) +
    Math.ceil(refusable / perRun) * maxAttemptsPerIntent
  );
}

/** Whether a close can have several orders. */
function isSplit(symbol: TradingSymbol, { exchange }: Scenario): boolean {
  return exchange.filters?.[symbol]?.maxMarketQuantity !== undefined;
}

/** What the configuration blocks for ever needs no run. */
function mayChange(symbol: string, { config }: Scenario): boolean {
  const { symbolWhitelist, requireWhitelist } = config;
  return symbolWhitelist.length === 0
    ? !requireWhitelist
    : symbolWhitelist.some((name) => name === symbol);
}

const isPrice = (price: string | null = null) => price !== null && !isZero(price);

/** At the start, or after a step. */
function hasPrice(symbol: TradingSymbol, { exchange, steps }: Scenario): boolean {
  return (
    isQuotedInUsdt(symbol) &&
    (isPrice(exchange.prices[symbol]) ||
      steps.some(
        (step) => step.kind === "set-price" && step.symbol === symbol && isPrice(step.price),
      ))
  );
}

/** The own orders that can be live in quiescence, by symbol and id. */
function cancellableOrders(scenario: Scenario): ReadonlySet<string> {
  const ids = new Set<string>();
  const add = ({ clientOrderId, symbol }: Pick<ExpectedOrder, "clientOrderId" | "symbol">) => {
    if (mayChange(symbol, scenario) && isOwnOrder(clientOrderId, scenario.config)) {
      ids.add(`${symbol} ${clientOrderId}`);
    }
  };
  for (const order of scenario.exchange.orders) if (isLiveOrder(order)) add(order);
  for (const step of scenario.steps) if ("order" in step) add(step.order);
  // One id may name an order in each list.
  for (const { symbol, clientOrderId } of conditionalOrdersOf(scenario)) {
    if (mayChange(symbol, scenario) && isOwnOrder(clientOrderId, scenario.config)) {
      ids.add(`conditional ${clientOrderId}`);
    }
  }
  return ids;
}

/** The conditional orders that can be live at the exchange. */
function conditionalOrdersOf({ exchange: { conditionalOrders = [] }, steps }: Scenario) {
  const orders = [
    ...conditionalOrders.filter(isLiveOrder),
    ...steps.flatMap((step) => ("conditionalOrder" in step ? [step.conditionalOrder] : [])),
  ];
  return orders;
}

/** The positions that can be open in quiescence: their keys and symbols. */
function openPositions(scenario: Scenario): ReadonlyMap<string, TradingSymbol> {
  const { exchange, steps } = scenario;
  const symbols = new Map<string, TradingSymbol>();
  const add = (place: Place) => symbols.set(positionKey(place), place.symbol);
  for (const position of exchange.positions) if (!isZero(position.quantity)) add(position);
  for (const step of steps) if ("position" in step) add(step.position);
  if (!steps.some(({ kind }) => kind === "fill-order")) return symbols;
  for (const order of exchange.orders) add(order);
  for (const step of steps) if ("order" in step) add(step.order);
  for (const order of conditionalOrdersOf(scenario)) add(order);
  return symbols;
}

/** Where an order can rest that reduces the position. In hedge mode a side without `reduceOnly` closes a leg. */
function placesOfReducingOrders(scenario: Scenario): ReadonlySet<string> {
  const { exchange, steps } = scenario;
  const keys = new Set<string>();
  const add = (order: Place & { readonly reduceOnly?: boolean }) => {
    if (order.reduceOnly === true || order.positionSide !== "BOTH") keys.add(positionKey(order));
  };
  for (const order of exchange.orders) add(order);
  for (const step of steps) if ("order" in step) add(step.order);
  if (!steps.some(({ kind }) => kind === "trigger-order")) return keys;
  for (const order of conditionalOrdersOf(scenario)) {
    add({ ...order, reduceOnly: order.reduceOnly || order.quantity === null });
  }
  return keys;
}

type Place = Pick<Position, "symbol" | "positionSide">;
