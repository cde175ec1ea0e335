/**
 * The dimensions of size and width: how large a book is, how many calls a run makes, how many digits and characters
 * a value has, how old an order is. A bug that shows only beyond a bound needs a case beyond it.
 */
import type { Case } from "../../properties/property.ts";
import type { ExpectedOrder, ObservedOrder } from "../domain/order.ts";
import { mostCallsInARun } from "../domain/port-call.ts";
import type { Scenario } from "../scenario/scenario.ts";

type Dimension = {
  readonly label: string;
  /** The minimum share of random cases. */
  readonly share: number;
  readonly isReached: (measures: Measures) => boolean;
};

/** Of one case; the largest values where nothing else is stated. */
type Measures = {
  orders: number;
  symbols: number;
  portCallsInRun: number;
  priorCalls: number;
  idLength: number;
  shortestId: number;
  digits: number;
  decimals: number;
  /** Of the orders when the scenario starts, in ms; the youngest is below zero if it is from the future. */
  oldestMs: number;
  youngestMs: number;
  /** Of the start of the scenario: 0 to 999. */
  ms: number;
  /** Whether an order has another value in the expected state than at the exchange. */
  differsInQuantity: boolean;
  differsInPrice: boolean;
  differsInSide: boolean;
  differsInLeg: boolean;
  /** Whether two orders at the exchange have one client order id. */
  sharesIdOnSymbol: boolean;
  sharesIdAcrossSymbols: boolean;
};

const dayMs = 86_400_000;

export const dimensions: readonly Dimension[] = [
  { label: "no order in either book", share: 0.01, isReached: ({ orders }) => orders === 0 },
  { label: "20 orders or more", share: 0.002, isReached: ({ orders }) => orders >= 20 },
  { label: "50 orders or more", share: 0.0006, isReached: ({ orders }) => orders >= 50 },
  { label: "100 orders or more", share: 0.0004, isReached: ({ orders }) => orders >= 100 },
  { label: "200 orders or more", share: 0.0001, isReached: ({ orders }) => orders >= 200 },
  { label: "more than 10 symbols", share: 0.003, isReached: ({ symbols }) => symbols > 10 },
  {
    label: "10 port calls or more in a run",
    share: 0.001,
    isReached: ({ portCallsInRun }) => portCallsInRun >= 10,
  },
  {
    label: "50 port calls or more in a run",
    share: 0.0001,
    isReached: ({ portCallsInRun }) => portCallsInRun >= 50,
  },
  {
    label: "50 prior calls or more",
    share: 0.0001,
    isReached: ({ priorCalls }) => priorCalls >= 50,
  },
  {
    label: "more than 100 prior calls",
    share: 0.0001,
    isReached: ({ priorCalls }) => priorCalls > 100,
  },
  { label: "an id of 1 character", share: 0.01, isReached: ({ shortestId }) => shortestId === 1 },
  { label: "an id of 36 characters", share: 0.05, isReached: ({ idLength }) => idLength === 36 },
  { label: "18 decimals", share: 0.05, isReached: ({ decimals }) => decimals === 18 },
  { label: "30 digits or more", share: 0.02, isReached: ({ digits }) => digits >= 30 },
  { label: "an order from the future", share: 0.02, isReached: ({ youngestMs }) => youngestMs < 0 },
  {
    label: "an order older than a day",
    share: 0.02,
    isReached: ({ oldestMs }) => oldestMs > dayMs,
  },
  {
    label: "an order of 30 days or older",
    share: 0.01,
    isReached: ({ oldestMs }) => oldestMs >= 30 * dayMs,
  },
  { label: "a time within a second", share: 0.05, isReached: ({ ms }) => ms > 0 },
  {
    label: "an order with another quantity than expected",
    share: 0.01,
    isReached: ({ differsInQuantity }) => differsInQuantity,
  },
  {
    label: "an order with another price than expected",
    share: 0.01,
    isReached: ({ differsInPrice }) => differsInPrice,
  },
  {
    label: "an order with another side than expected",
    share: 0.01,
    isReached: ({ differsInSide }) => differsInSide,
  },
  {
    label: "an order on another leg than expected",
    share: 0.005,
    isReached: ({ differsInLeg }) => differsInLeg,
  },
  {
    label: "a client order id used before",
    share: 0.01,
    isReached: ({ sharesIdOnSymbol }) => sharesIdOnSymbol,
  },
  {
    label: "a client order id on two symbols",
    share: 0.01,
    isReached: ({ sharesIdAcrossSymbols }) => sharesIdAcrossSymbols,
  },
];

/** Adds the labels of the dimensions that the case reaches. */
export function addDimensions(observed: Case, labels: Set<string>): void {
  const measures = measure(observed);
  for (const { label, isReached } of dimensions) if (isReached(measures)) labels.add(label);
}

function measure({ scenario, observation }: Case): Measures {
  const { expected, exchange, startsAtMs } = scenario;
  const measures: Measures = {
    orders: Math.max(expected.orders.length, exchange.orders.length),
    symbols: 0,
    portCallsInRun: mostCallsInARun(observation.portCalls),
    priorCalls: observation.runContexts.at(-1)?.priorCalls.length ?? 0,
    idLength: 0,
    shortestId: Number.POSITIVE_INFINITY,
    digits: 0,
    decimals: 0,
    oldestMs: 0,
    youngestMs: Number.POSITIVE_INFINITY,
    ms: startsAtMs % 1_000,
    differsInQuantity: false,
    differsInPrice: false,
    differsInSide: false,
    differsInLeg: false,
    sharesIdOnSymbol: false,
    sharesIdAcrossSymbols: false,
  };
  for (const order of expected.orders) {
    measureOrder(order, startsAtMs - order.createdAtMs, measures);
  }
  for (const order of exchange.orders) {
    measureOrder(order, startsAtMs - order.updatedAtMs, measures);
  }
  for (const { quantity } of exchange.positions) measureDecimal(quantity, measures);
  measures.symbols = countSymbols(scenario);
  compareBooks(scenario, measures);
  compareIds(exchange.orders, measures);
  return measures;
}

/** Nothing is counted where there cannot be more than 10, because most cases are small. */
export function countSymbols({ expected, exchange }: Scenario): number {
  const lists = [expected.orders, exchange.orders, exchange.positions];
  if (lists.reduce((sum, { length }) => sum + length, 0) <= 10) return 0;
  return new Set(lists.flatMap((list) => list.map(({ symbol }) => symbol))).size;
}

function compareBooks({ expected, exchange }: Scenario, measures: Measures): void {
  if (expected.orders.length === 0 || exchange.orders.length === 0) return;
  const byId = new Map(expected.orders.map((order) => [order.clientOrderId, order]));
  for (const order of exchange.orders) compare(byId.get(order.clientOrderId), order, measures);
}

function compareIds(orders: readonly ObservedOrder[], measures: Measures): void {
  if (orders.length < 2) return;
  const symbols = new Map<string, string>();
  for (const { clientOrderId, symbol } of orders) {
    const other = symbols.get(clientOrderId);
    symbols.set(clientOrderId, symbol);
    if (other === undefined) continue;
    if (other === symbol) measures.sharesIdOnSymbol = true;
    else measures.sharesIdAcrossSymbols = true;
  }
}

function measureOrder(
  { clientOrderId, quantity }: ExpectedOrder | ObservedOrder,
  ageMs: number,
  measures: Measures,
): void {
  const { length } = clientOrderId;
  if (length > measures.idLength) measures.idLength = length;
  if (length < measures.shortestId) measures.shortestId = length;
  if (ageMs > measures.oldestMs) measures.oldestMs = ageMs;
  if (ageMs < measures.youngestMs) measures.youngestMs = ageMs;
  measureDecimal(quantity, measures);
}

function measureDecimal(value: string, measures: Measures): void {
  const point = value.indexOf(".");
  const decimals = point === -1 ? 0 : value.length - point - 1;
  const digits = value.length - (point === -1 ? 0 : 1) - (value.startsWith("-") ? 1 : 0);
  if (decimals > measures.decimals) measures.decimals = decimals;
  if (digits > measures.digits) measures.digits = digits;
}

function compare(
  expected: ExpectedOrder | undefined,
  { quantity, price, side, positionSide }: ObservedOrder,
  measures: Measures,
): void {
  if (expected === undefined) return;
  measures.differsInQuantity ||= expected.quantity !== quantity;
  measures.differsInPrice ||= expected.price !== price;
  measures.differsInSide ||= expected.side !== side;
  measures.differsInLeg ||= expected.positionSide !== positionSide;
}
