/**
 * Sizes, digits, lengths and times, on both sides of the bounds that a bot or a venue may have. Random cases mix
 * them with everything else; these have one of them each, so no campaign misses it by chance.
 */
import { clientOrderIdSchema, type ClientOrderId } from "../../src/domain/client-order-id.ts";
import type { Config } from "../../src/domain/config.ts";
import { copyConfig } from "../../src/domain/copies.ts";
import { decimalSchema, type Decimal } from "../../src/domain/decimal.ts";
import type { ExpectedOrder, ObservedOrder } from "../../src/domain/order.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { tradingSymbolSchema } from "../../src/domain/trading-symbol.ts";
import type { SnapshotPartStep, Step } from "../../src/scenario/step.ts";
import { clientOrderIdOf } from "../arbitraries/client-order-id.ts";
import { manySymbols } from "../arbitraries/symbol.ts";
import { startsAtMs } from "../arbitraries/time.ts";
import { expected, observed, plainScenario, symbol } from "./plain-scenario.ts";

export function enumerateWidths(): Scenario[] {
  return [
    ...books(),
    ...sortings(),
    ...priorCalls(),
    ...quantities(),
    ...ids(),
    ...namesInIds(),
    ...quotes(),
    ...snapshotAges(),
    ...waits(),
    ...orderAges(),
  ];
}

type Parts = Partial<Pick<Scenario, "startsAtMs" | "steps">> & {
  readonly config?: Partial<Config>;
  readonly expected?: Partial<Scenario["expected"]>;
  readonly exchange?: Partial<Scenario["exchange"]>;
};

function scenarioOf(parts: Parts): Scenario {
  const wide = { maxOrdersPerAction: 999, maxSymbolsPerAction: 1_000, maxAttemptsPerWindow: 9_999 };
  return {
    ...plainScenario,
    ...parts,
    config: copyConfig({
      ...plainScenario.config,
      ...wide,
      maxFlattenNotionalUsdt: decimalSchema.parse("999999999999999999"),
      symbolWhitelist: manySymbols,
      ...parts.config,
    }),
    expected: { ...plainScenario.expected, ...parts.expected },
    exchange: { ...plainScenario.exchange, ...parts.exchange },
  };
}

const upTo = (last: number) => Array.from({ length: last + 1 }, (_, at) => at);

const idNumber = (number: number, level = 1): ClientOrderId =>
  clientOrderIdOf("own", symbol, level, number);

function unexpectedOrders(count: number): ObservedOrder[] {
  return upTo(count - 1).map((at) => ({
    ...observed("OPEN"),
    clientOrderId: idNumber(at + 1),
    orderId: String(at + 1),
  }));
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

const ok: SnapshotPartStep = { kind: "ok" };
const snapshot: Step = { kind: "snapshot", orders: ok, positions: ok };
const run: Step = { kind: "reconcile" };
const wait = (ms: number): Step => ({ kind: "advance-clock", ms });

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

const busy = { kind: "reject", code: -1001, message: "Internal error." } as const;

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

/** The ms of the second in which the scenario starts: a time in whole seconds is wrong for some of them. */
const starts = [0, 1, 499, 500, 999].map((ms) => startsAtMs + ms);
const aroundMs = (ms: number) => [ms - 1, ms, ms + 1];

function snapshotAges(): Scenario[] {
  const maximum = plainScenario.config.snapshotAgeMsMax;
  const exchange = { orders: unexpectedOrders(1) };
  return starts.flatMap((start) =>
    aroundMs(maximum).flatMap((ageMs) => {
      const old: SnapshotPartStep = { kind: "old", ageMs };
      return [
        { orders: old, positions: ok },
        { orders: ok, positions: old },
      ].map((parts) =>
        scenarioOf({ exchange, startsAtMs: start, steps: [{ kind: "snapshot", ...parts }, run] }),
      );
    }),
  );
}

/** The second run, on both sides of a cooldown, a ban, the window of attempts, and the grace period of an order. */
function waits(): Scenario[] {
  const minute = 60_000;
  const seconds = minute / 1_000;
  // A window of attempts that ends before the cooldown must not shorten it.
  const cooldown = {
    cooldownSeconds: seconds,
    attemptWindowSeconds: seconds / 2,
    maxOrdersPerAction: 1,
  };
  const window = { maxAttemptsPerIntent: 1, attemptWindowSeconds: seconds };
  return starts.flatMap((start) =>
    aroundMs(minute).flatMap((ms) => [
      scenarioOf({
        startsAtMs: start,
        config: cooldown,
        exchange: { orders: unexpectedOrders(2) },
        steps: [snapshot, run, wait(ms), snapshot, run],
      }),
      scenarioOf({
        startsAtMs: start,
        config: window,
        exchange: { orders: unexpectedOrders(1) },
        steps: [
          { kind: "set-port-faults", faults: [busy] },
          snapshot,
          run,
          wait(ms),
          snapshot,
          run,
        ],
      }),
      scenarioOf({
        startsAtMs: start,
        exchange: { orders: unexpectedOrders(1) },
        steps: [
          { kind: "set-port-faults", faults: [{ kind: "rate-limit", banMs: minute }] },
          snapshot,
          run,
          wait(ms),
          snapshot,
          run,
        ],
      }),
      scenarioOf({
        startsAtMs: start,
        config: { orderGracePeriodMs: minute },
        expected: { orders: [createdAt(start - ms)] },
      }),
    ]),
  );
}

function createdAt(createdAtMs: number): ExpectedOrder {
  return { ...expected("OPEN"), createdAtMs };
}

/** A missing and an unexpected order, from the future and on both sides of usual times of forgetting. */
function orderAges(): Scenario[] {
  const hour = 3_600_000;
  const ages = [hour, 24 * hour, 72 * hour, 30 * 24 * hour].flatMap(aroundMs);
  return [-1_000, ...ages].flatMap((ageMs) => {
    const updatedAtMs = startsAtMs - ageMs;
    return [
      scenarioOf({ expected: { orders: [createdAt(updatedAtMs)] } }),
      scenarioOf({ exchange: { orders: [{ ...observed("OPEN"), updatedAtMs }] } }),
    ];
  });
}
