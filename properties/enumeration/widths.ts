/**
 * Sizes, digits and lengths, on both sides of the bounds that a bot or a venue may have. Random cases mix
 * them with everything else; these have one of them each, so no campaign misses it by chance.
 */
import { clientOrderIdSchema } from "../../src/domain/client-order-id.ts";
import { decimalSchema, type Decimal } from "../../src/domain/decimal.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { tradingSymbolSchema } from "../../src/domain/trading-symbol.ts";
import { clientOrderIdOf } from "../arbitraries/client-order-id.ts";
import { expected, observed, symbol } from "./plain-scenario.ts";
import { orderAges, slowReplies, snapshotAges, waits } from "./times.ts";
import {
  busy,
  idNumber,
  run,
  scenarioOf,
  snapshot,
  unexpectedOrders,
  upTo,
  wait,
} from "./wide-scenario.ts";

export function enumerateWidths(): Scenario[] {
  return [
    ...books(),
    ...sortings(),
    ...priorCalls(),
    ...quantities(),
    ...ids(),
    ...namesInIds(),
    ...quotes(),
    ...sharedIds(),
    ...snapshotAges(),
    ...waits(),
    ...orderAges(),
    ...slowReplies(),
  ];
}

/** Books of unexpected orders, of orders that are all expected, and of positions. */
function books(): Scenario[] {
  return [
    ...[...upTo(20), 50, 101].map((size) =>
      scenarioOf({ exchange: { orders: unexpectedOrders(size) } }),
    ),
    ...[20, 500].map((size) => {
      const orders = unexpectedOrders(size);
      const asExpected = orders.map(({ clientOrderId }) => ({
        ...expected("OPEN"),
        clientOrderId,
      }));
      return scenarioOf({ exchange: { orders }, expected: { orders: asExpected.slice(1) } });
    }),
    ...[...upTo(20), 50, 101].map((size) => {
      const some = upTo(size - 1).map((at) => tradingSymbolSchema.parse(`S${at + 100}USDT`));
      return scenarioOf({
        config: { symbolWhitelist: some },
        exchange: {
          positions: some.map((name) => ({ symbol: name, positionSide: "BOTH", quantity: small })),
          prices: Object.fromEntries(some.map((name) => [name, price])),
        },
      });
    }),
  ];
}

/** Long lists in processing order but for the last two, and names that sort in another way by locale. */
function sortings(): Scenario[] {
  const sorted = unexpectedOrders(50).toSorted((left, right) =>
    left.clientOrderId < right.clientOrderId ? -1 : 1,
  );
  const swapped = [...sorted.slice(0, -2), ...sorted.slice(-2).toReversed()];
  const names = ["BTCUSDT_260327", "BTCUSDTUSDC", "BTCUSDT"].map((name) =>
    tradingSymbolSchema.parse(name),
  );
  return [
    scenarioOf({ exchange: { orders: swapped } }),
    scenarioOf({
      config: { symbolWhitelist: names, auditEnabled: true },
      exchange: {
        orders: names.map((name, at) => ({
          ...observed("OPEN"),
          symbol: name,
          clientOrderId: clientOrderIdOf("own", name, 1, at + 1),
          orderId: String(at + 1),
        })),
      },
    }),
  ];
}

const small = decimalSchema.parse("0.001");
const price = decimalSchema.parse("50000");

/**
 * The second run has as many prior calls as the first one made. The window permits one call more, or each order has had
 * its only attempt.
 */
function priorCalls(): Scenario[] {
  const steps = [snapshot, run, wait(1), snapshot, run];
  return [
    ...[1, 5, 20, 101].map((calls) =>
      scenarioOf({
        config: { maxOrdersPerAction: calls, maxAttemptsPerWindow: calls + 1 },
        exchange: { orders: unexpectedOrders(calls + 2) },
        steps,
      }),
    ),
    ...[20, 101, 301].map((calls) =>
      scenarioOf({
        config: { maxAttemptsPerIntent: 1 },
        exchange: { orders: unexpectedOrders(calls) },
        steps: [
          { kind: "set-port-faults", faults: Array.from({ length: calls }, () => busy) },
          ...steps,
        ],
      }),
    ),
  ];
}

const nines = (digits: number) => "9".repeat(digits);

/** One position, of 1 to 18 digits before the point, and of 1 to 18 after it. */
function quantities(): Scenario[] {
  const texts = upTo(17).flatMap((at) => [
    nines(at + 1),
    `1.${"0".repeat(at)}1`,
    `0.${"0".repeat(at)}1`,
    `${nines(18)}.${nines(at + 1)}`,
  ]);
  return texts.map((text) => {
    const quantity = decimalSchema.parse(text);
    return scenarioOf({
      exchange: {
        positions: [{ symbol, positionSide: "BOTH", quantity }],
        prices: { [symbol]: smallest },
      },
    });
  });
}

const otherSymbol = tradingSymbolSchema.parse("ETHUSDT");
const smallest: Decimal = decimalSchema.parse("0.000000000000000001");

/** One unexpected order: external ids of every length, and own ids of many levels and sequence numbers. */
function ids(): Scenario[] {
  const external = upTo(35).map((at) => clientOrderIdSchema.parse("x".repeat(at + 1)));
  const own = upTo(3).flatMap((level) =>
    upTo(7 - level).map((digits) => idNumber(10 ** digits, 10 ** level)),
  );
  return [...external, ...own].map((clientOrderId) =>
    scenarioOf({ exchange: { orders: [{ ...observed("OPEN"), clientOrderId }] } }),
  );
}

/** A flatten whose id has a prefix and a strategy of many lengths. */
function namesInIds(): Scenario[] {
  return [1, 4, 8].flatMap((prefixLength) =>
    [1, 4, 6].map((strategyLength) =>
      scenarioOf({
        config: {
          clientOrderIdPrefix: "grinder_".slice(0, prefixLength),
          allowedStrategies: ["scalps".slice(0, strategyLength)],
        },
        exchange: { positions: [{ symbol, positionSide: "BOTH", quantity: small }] },
      }),
    ),
  );
}

/** One id on two symbols: the order of one has gone, and the list shows that of the other one once or twice. */
function sharedIds(): Scenario[] {
  const orders = [expected("OPEN"), { ...expected("OPEN"), symbol: otherSymbol }];
  const twice = { kind: "repeating", index: 0, ageMs: 0, olderCopy: "last" } as const;
  return ([{ kind: "ok" }, twice] as const).map((shown) =>
    scenarioOf({
      expected: { orders },
      exchange: { orders: [observed("OPEN")] },
      steps: [{ kind: "snapshot", orders: shown, positions: { kind: "ok" } }, run],
    }),
  );
}

/** A position with a price on symbols of other quotes; only a name that ends with one of the dollar has its price. */
function quotes(): Scenario[] {
  const names = [
    "BTCUSDC",
    "BTCUSDC_260327",
    "ETHBTC",
    "ETHBTC_260327",
    "USDTBTC",
    "USDCTRY",
    "BTCUSD",
  ];
  return names.map((text) => {
    const name = tradingSymbolSchema.parse(text);
    return scenarioOf({
      config: { symbolWhitelist: [name] },
      exchange: {
        positions: [{ symbol: name, positionSide: "BOTH", quantity: small }],
        prices: { [name]: price },
      },
    });
  });
}
