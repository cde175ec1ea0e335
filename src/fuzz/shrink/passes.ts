/** Every scenario that is one step simpler than a given one, the boldest simplification first. */
import { configSchema } from "../../domain/config.ts";
import type { Config } from "../../domain/config.ts";
import { decimalSchema } from "../../domain/decimal.ts";
import { gateEnvironmentVariables } from "../../domain/gate.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import type { Step } from "../../scenario/step.ts";
import { shorterLists } from "../../scenario/smaller-values.ts";
import {
  withJoinedWaits,
  withoutAChange,
  withoutARun,
  withPlainerSteps,
  withStepsAsStart,
} from "./step-passes.ts";

/**
 * What began as a single run stays one, for not every target can be asked for more; what began as a sequence may
 * get steps that only sequences have, though for now it has none.
 */
export function shrinkCandidates(scenario: Scenario, allowSequence: boolean): Scenario[] {
  return [
    ...withFewerSteps(scenario),
    ...withFewerEntities(scenario),
    ...withWhitelistForEntries(scenario),
    ...withPlainerConfig(scenario),
    ...withLowerLimits(scenario, allowSequence),
    ...withPlainerGates(scenario),
    ...withoutAChange(scenario),
    ...(allowSequence ? withoutARun(scenario) : []),
    ...withJoinedWaits(scenario),
    ...withStepsAsStart(scenario),
    ...withPlainerSteps(scenario, allowSequence),
    ...withPlainerValues(scenario),
    ...withoutTwoSteps(scenario),
  ];
}

/** A single run, then the steps without ever smaller parts of them. */
function withFewerSteps(scenario: Scenario): Scenario[] {
  const { steps } = scenario;
  const single: Step[][] = steps.length > 1 ? [[{ kind: "reconcile" }]] : [];
  const shorter = partLengths(steps.length).flatMap((length) => withoutParts(steps, length));
  return [...single, ...shorter].map((fewer) => ({ ...scenario, steps: fewer }));
}

/** Time goes by, a look, a run. */
const roundStepsMax = 3;

/** Halves, quarters, eighths, whole rounds, and single ones. */
function partLengths(length: number): number[] {
  const parts = [2, 4, 8].map((share) => Math.floor(length / share)).filter((part) => part > 1);
  return [...new Set([...parts, ...(length > roundStepsMax ? [roundStepsMax, 2] : []), 1])];
}

function withoutParts(steps: readonly Step[], length: number): Step[][] {
  // A look and its run may begin anywhere.
  const stride = length <= roundStepsMax ? 1 : length;
  const starts = Array.from({ length: Math.ceil(steps.length / stride) }, (_, at) => at * stride);
  return starts.map((start) => steps.toSpliced(start, length));
}

/** Two steps that only mean something together, such as an order and what becomes of it. */
function withoutTwoSteps(scenario: Scenario): Scenario[] {
  const { steps } = scenario;
  if (steps.length > pairedStepsMax) return [];
  return steps.flatMap((_, first) =>
    steps.slice(first + 1).map((__, behind) => {
      const second = first + 1 + behind;
      return { ...scenario, steps: steps.filter((___, at) => at !== first && at !== second) };
    }),
  );
}

const pairedStepsMax = 14;

/** An entity goes from both books together first, then from one of them. */
function withFewerEntities(scenario: Scenario): Scenario[] {
  const { expected, exchange } = scenario;
  const ids = [...new Set([...expected.orders, ...exchange.orders].map((o) => o.clientOrderId))];
  const places = [...new Set([...expected.positions, ...exchange.positions].map(placeOf))];
  const fewerOrders = shorterLists(ids).map((kept) => ({
    ...scenario,
    expected: {
      ...expected,
      orders: expected.orders.filter((o) => kept.includes(o.clientOrderId)),
    },
    exchange: {
      ...exchange,
      orders: exchange.orders.filter((o) => kept.includes(o.clientOrderId)),
    },
  }));
  const fewerPositions = shorterLists(places).map((kept) => ({
    ...scenario,
    expected: {
      ...expected,
      positions: expected.positions.filter((p) => kept.includes(placeOf(p))),
    },
    exchange: {
      ...exchange,
      positions: exchange.positions.filter((p) => kept.includes(placeOf(p))),
    },
  }));
  return [
    ...fewerOrders,
    ...fewerPositions,
    ...shorterLists(expected.orders).map((orders) => ({
      ...scenario,
      expected: { ...expected, orders },
    })),
    ...shorterLists(exchange.orders).map((orders) => ({
      ...scenario,
      exchange: { ...exchange, orders },
    })),
    ...shorterLists(expected.positions).map((positions) => ({
      ...scenario,
      expected: { ...expected, positions },
    })),
    ...shorterLists(exchange.positions).map((positions) => ({
      ...scenario,
      exchange: { ...exchange, positions },
    })),
    ...shorterLists(Object.entries(exchange.prices)).map((prices) => ({
      ...scenario,
      exchange: { ...exchange, prices: Object.fromEntries(prices) },
    })),
  ];
}

/** An entry of a flat position only says that its symbol is managed, and the whitelist says that too. */
function withWhitelistForEntries(scenario: Scenario): Scenario[] {
  const { config, expected } = scenario;
  if (expected.positions.length === 0) return [];
  const named = expected.positions.map(({ symbol }) => symbol);
  const symbolWhitelist = [...new Set([...config.symbolWhitelist, ...named])];
  return [
    {
      ...scenario,
      config: { ...config, symbolWhitelist },
      expected: { ...expected, positions: [] },
    },
  ];
}

function placeOf({ symbol, positionSide }: { symbol: string; positionSide: string }): string {
  return `${symbol} ${positionSide}`;
}

const plainConfig: Config = configSchema.parse({ cooldownSeconds: 0, requireWhitelist: false });

const configKeys = configSchema.unwrap().keyof().options;

function withPlainerConfig(scenario: Scenario): Scenario[] {
  const { config } = scenario;
  const plainer = configKeys
    .filter((key) => JSON.stringify(config[key]) !== JSON.stringify(plainConfig[key]))
    .map((key) => ({ ...config, [key]: plainConfig[key] }));
  const narrower =
    config.action === "cancel_then_flatten"
      ? (["cancel_all", "flatten"] as const).map((action) => ({ ...config, action }))
      : [];
  const shorter = shorterLists(config.symbolWhitelist).map((symbolWhitelist) => ({
    ...config,
    symbolWhitelist,
  }));
  return [...plainer, ...narrower, ...shorter].map((changed) => ({ ...scenario, config: changed }));
}

const attemptsMax = 4;

/** Calls of several runs reach it together, so it may have to go down by more than one. */
function lowerAttempts(limit: number): number[] {
  if (limit > attemptsMax) return [];
  return Array.from({ length: Math.max(limit - 1, 0) }, (_, at) => at + 1);
}

/**
 * A limit that is reached goes down with the entities that reach it: either change alone would lose the
 * failure.
 */
function withLowerLimits(scenario: Scenario, allowSequence: boolean): Scenario[] {
  const { config } = scenario;
  const { maxOrdersPerAction, maxSymbolsPerAction, maxAttemptsPerWindow, maxAttemptsPerIntent } =
    config;
  const entities = scenario.exchange.orders.length + scenario.exchange.positions.length;
  const canBeReached = (limit: number) => limit > 0 && limit <= entities;
  const reached = [
    ...(canBeReached(maxOrdersPerAction)
      ? [{ ...config, maxOrdersPerAction: maxOrdersPerAction - 1 }]
      : []),
    ...(canBeReached(maxSymbolsPerAction)
      ? [{ ...config, maxSymbolsPerAction: maxSymbolsPerAction - 1 }]
      : []),
    ...lowerAttempts(maxAttemptsPerWindow).map((attempts) => ({
      ...config,
      maxAttemptsPerWindow: attempts,
    })),
    ...lowerAttempts(maxAttemptsPerIntent).map((attempts) => ({
      ...config,
      maxAttemptsPerIntent: attempts,
    })),
  ];
  const fewerSteps = allowSequence ? withFewerSteps(scenario) : [];
  // Never alone: a limit of its own is put back by a plainer configuration, and so on without end.
  return [...withFewerEntities(scenario), ...fewerSteps].flatMap((fewer) =>
    reached.map((limits) => ({ ...fewer, config: limits })),
  );
}

function withPlainerGates(scenario: Scenario): Scenario[] {
  const { confirm, env } = scenario.gates;
  const set = gateEnvironmentVariables.filter((name) => env[name] !== undefined);
  const fewer = set.map((name) => {
    const { [name]: _, ...rest } = env;
    return { ...scenario, gates: { confirm, env: rest } };
  });
  if (confirm === null) return fewer;
  return [{ ...scenario, gates: { confirm: null, env: {} } }, ...fewer];
}

const plainQuantity = decimalSchema.parse("0.001");
const plainShort = decimalSchema.parse("-0.001");
const plainPrice = decimalSchema.parse("50000.00");

function withPlainerValues(scenario: Scenario): Scenario[] {
  const { expected, exchange } = scenario;
  const observed = exchange.orders.flatMap((order, index) => {
    const plain = { ...order, quantity: plainQuantity, price: plainPrice, reduceOnly: false };
    const opened = { ...order, status: "OPEN" as const };
    return [plain, opened]
      .filter((simpler) => JSON.stringify(simpler) !== JSON.stringify(order))
      .map((simpler) => ({
        ...scenario,
        exchange: { ...exchange, orders: exchange.orders.with(index, simpler) },
      }));
  });
  const believed = expected.orders.flatMap((order, index) => {
    const plain = { ...order, quantity: plainQuantity, price: plainPrice };
    return JSON.stringify(plain) === JSON.stringify(order)
      ? []
      : [{ ...scenario, expected: { ...expected, orders: expected.orders.with(index, plain) } }];
  });
  const held = exchange.positions.flatMap((position, index) => {
    const quantity = position.quantity.startsWith("-") ? plainShort : plainQuantity;
    if (quantity === position.quantity) return [];
    const positions = exchange.positions.with(index, { ...position, quantity });
    return [{ ...scenario, exchange: { ...exchange, positions } }];
  });
  const priced = Object.entries(exchange.prices)
    .filter(([, price]) => price !== plainPrice)
    .map(([symbol]) => ({
      ...scenario,
      exchange: { ...exchange, prices: { ...exchange.prices, [symbol]: plainPrice } },
    }));
  return [...observed, ...believed, ...held, ...priced];
}
