/** Passes that change the initial state together with another part of the scenario. */
import { changedConfig, configSchema, type Config } from "../../domain/config.ts";
import { isLive } from "../../domain/order.ts";
import { snapshotAndRun, type Scenario } from "../../scenario/scenario.ts";
import { runsOf, type Step } from "../../scenario/step.ts";
import { toObservedConditionalOrder } from "../../scenario/steps/place-conditional-order.ts";
import { toObservedOrder } from "../../scenario/steps/place-order.ts";
import { keyOf, withFewerEntities, withFewerSteps } from "./generic-passes.ts";
import { withLowerNumbers, withoutARunAndItsFault } from "./step-passes.ts";

export function initialStateCandidates(scenario: Scenario, allowSequence: boolean): Scenario[] {
  return [
    ...withWhitelistForPositions(scenario),
    ...withWhitelistForFills(scenario),
    ...withEarlierAuditFault(scenario),
    ...withoutTheFuture(scenario, allowSequence),
    ...withALaterStart(scenario),
    ...withLowerLimits(scenario, allowSequence),
    ...withLowerWindow(scenario),
    ...withStepsInTheInitialState(scenario),
    ...withTheFirstCancelInTheInitialState(scenario),
    ...withPlacedOrdersAtTheExchange(scenario),
  ];
}

/** A flat expected position only makes its symbol managed, and so does the whitelist. */
function withWhitelistForPositions(scenario: Scenario): Scenario[] {
  const { config, expected } = scenario;
  if (expected.positions.length === 0) return [];
  const managed = expected.positions.map(({ symbol }) => symbol);
  const symbolWhitelist = [...new Set([...config.symbolWhitelist, ...managed])];
  const unlisted = { ...expected, positions: [] };
  return [{ ...scenario, config: { ...config, symbolWhitelist }, expected: unlisted }];
}

/** So do fills that leave an expected position flat: first without the updates, then without their orders too. */
function withWhitelistForFills(scenario: Scenario): Scenario[] {
  const { config, expected, exchange } = scenario;
  const placed = scenario.steps.flatMap((step) =>
    step.kind === "place-order" ? [step.order] : [],
  );
  const known = [...expected.orders, ...placed];
  const symbols = [...config.symbolWhitelist, ...known.map(({ symbol }) => symbol)];
  const managing = {
    ...scenario,
    config: { ...config, symbolWhitelist: [...new Set(symbols)] },
    expected: { ...expected, orders: [] },
  };
  const ids = new Set<string>(known.map(({ clientOrderId }) => clientOrderId));
  const orders = exchange.orders.filter(({ clientOrderId }) => !ids.has(clientOrderId));
  const [withoutUpdates, withoutOrders] = [updates, ofOrders].map((kinds) =>
    scenario.steps.filter(({ kind }) => !kinds.has(kind)),
  );
  return [
    { ...managing, steps: withoutUpdates ?? [] },
    { ...managing, exchange: { ...exchange, orders }, steps: withoutOrders ?? [] },
  ].filter(({ steps }) => steps.length > 0 && steps.length < scenario.steps.length);
}

const updates: ReadonlySet<Step["kind"]> = new Set(["order-update", "deliver-update"]);
const ofOrders: ReadonlySet<Step["kind"]> = new Set([...updates, "place-order", "fill-order"]);

/** A trail that rejects events after some calls does so after fewer calls, where fewer entities need one. */
function withEarlierAuditFault(scenario: Scenario): Scenario[] {
  const { steps } = scenario;
  const before = entitiesOf(scenario);
  return steps.flatMap((step, at) => {
    if (step.kind !== "set-audit-fault" || step.afterEvents < eventsOfCall) return [];
    return withFewerEntities(scenario).map((fewer) => {
      const gone = before - entitiesOf(fewer);
      const afterEvents = Math.max(0, step.afterEvents - gone * eventsOfCall);
      return { ...fewer, steps: steps.with(at, { ...step, afterEvents }) };
    });
  });
}

/** Its attempt and its result. */
const eventsOfCall = 2;

function entitiesOf({ exchange }: Scenario): number {
  return exchange.orders.length + exchange.positions.length;
}

/** What is later than the start is there at the start, so that no step has to wait for it. */
function withoutTheFuture(scenario: Scenario, allowSequence: boolean): Scenario[] {
  const { expected, exchange, startsAtMs, steps } = scenario;
  const isLater = (name: string, value: unknown) =>
    name.endsWith("AtMs") && typeof value === "number" && value > startsAtMs;
  const text = JSON.stringify({ expected, exchange });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only times change
  const states = JSON.parse(text, (name, value: unknown) =>
    isLater(name, value) ? startsAtMs : value,
  ) as Pick<Scenario, "expected" | "exchange">;
  if (JSON.stringify(states) === text) return [];
  const oneRun = steps.length > snapshotAndRun.length ? [snapshotAndRun] : [];
  const shorter = allowSequence ? withFewerSteps(steps) : oneRun;
  return shorter.map((fewer) => ({ ...scenario, ...states, steps: fewer }));
}

/** The clock does not move on before the first run: the scenario starts later instead. */
function withALaterStart(scenario: Scenario): Scenario[] {
  const { steps, startsAtMs } = scenario;
  const firstRun = steps.findIndex((step) => runsOf(step) > 0);
  return steps
    .slice(0, firstRun)
    .flatMap((step, at): Scenario[] =>
      step.kind === "advance-clock"
        ? [{ ...scenario, startsAtMs: startsAtMs + step.ms, steps: steps.toSpliced(at, 1) }]
        : [],
    );
}

/** A limit goes down together with the entities, the steps of a sequence, or the run and its fault that reach it. */
function withLowerLimits(scenario: Scenario, allowSequence: boolean): Scenario[] {
  const limits = lowerLimits(scenario);
  if (limits.length === 0) return [];
  const fewerSteps = allowSequence ? withFewerSteps(scenario.steps) : [];
  const smaller = [
    ...withFewerEntities(scenario),
    ...fewerSteps.map((steps) => ({ ...scenario, steps })),
    ...withoutARunAndItsFault(scenario.steps).map((steps) => ({ ...scenario, steps })),
  ];
  return smaller.flatMap((fewer) =>
    limits.map((limit) => ({ ...fewer, config: { ...scenario.config, ...limit } })),
  );
}

/** Not from the default, which is plain. */
function withLowerWindow({ config, ...scenario }: Scenario): Scenario[] {
  const { maxAttemptsPerWindow: most } = config;
  if (!isHigh(most, scenario) || most === defaults.maxAttemptsPerWindow) return [];
  return [{ ...scenario, config: { ...config, maxAttemptsPerWindow: most - 1 } }];
}

const defaults = configSchema.parse({});

const attemptsMax = 4;

/** Whether the limit is higher than all that are tried, and two attempts of each entity can reach it. */
function isHigh(limit: number, { exchange }: Pick<Scenario, "exchange">): boolean {
  const entities = exchange.orders.length + exchange.positions.length;
  return limit > attemptsMax && limit <= 2 * entities;
}

function lowerLimits({ config, exchange }: Scenario): Partial<Config>[] {
  const entities = exchange.orders.length + exchange.positions.length;
  const ofARun = (["maxOrdersPerAction", "maxSymbolsPerAction"] as const)
    .filter((name) => config[name] > 0 && config[name] <= entities)
    .map((name) => ({ [name]: config[name] - 1 }));
  // Several runs reach these together, so they may have to go down by more than one.
  const ofAttempts = (["maxAttemptsPerWindow", "maxAttemptsPerIntent"] as const)
    .filter((name) => config[name] > 0 && config[name] <= attemptsMax)
    .flatMap((name) => Array.from({ length: config[name] - 1 }, (_, at) => ({ [name]: at + 1 })));
  const { maxAttemptsPerWindow: most } = config;
  const lower = isHigh(most, { exchange }) ? [{ maxAttemptsPerWindow: most - 1 }] : [];
  return [...ofARun, ...ofAttempts, ...lower];
}

/** In a longer sequence a step after a run is not moved before it, because other passes are faster there. */
const fewSteps = 10;

/** A step before the first run, or any step of a short sequence, becomes a part of the initial state. */
function withStepsInTheInitialState(scenario: Scenario): Scenario[] {
  const { steps, startsAtMs } = scenario;
  const firstRun = steps.findIndex((step) => runsOf(step) > 0);
  const movable = steps.length > fewSteps ? steps.slice(0, firstRun) : steps;
  return movable.flatMap((step, at) => {
    const start = initialStateAfter(step, scenario);
    if (start === null) return [];
    const rest = steps.toSpliced(at, 1);
    if (step.kind !== "place-order") return [{ ...scenario, ...start, steps: rest }];
    // The order is older in the initial state, so its updates may have to be newer than the start.
    const newer = rest.map((other) =>
      other.kind === "order-update" ? { ...other, updatedAtMs: startsAtMs + 1 } : other,
    );
    return [rest, newer, withLowerNumbers(rest)].map((fewer) => {
      return { ...scenario, ...start, steps: fewer };
    });
  });
}

/** Without the first run, and with an order ended that it may have cancelled. */
function withTheFirstCancelInTheInitialState({ exchange, steps, ...rest }: Scenario): Scenario[] {
  const firstRun = steps.findIndex((step) => runsOf(step) > 0);
  const later = steps.slice(firstRun + 1);
  if (!later.some((step) => runsOf(step) > 0)) return [];
  const { orders } = exchange;
  return orders.flatMap((order, at): Scenario[] => {
    if (!isLive(order.status)) return [];
    const ended = orders.with(at, { ...order, status: "CANCELLED" });
    return [{ ...rest, exchange: { ...exchange, orders: ended }, steps: later }];
  });
}

/** An order that a step places is at the exchange from the start, and not expected: a restart may forget it. */
function withPlacedOrdersAtTheExchange({ exchange, steps, ...rest }: Scenario): Scenario[] {
  if (!steps.some(({ kind }) => kind === "restart")) return [];
  const { orders } = exchange;
  return steps.flatMap((step, at): Scenario[] => {
    if (step.kind !== "place-order") return [];
    const { order } = step;
    if (orders.some(({ clientOrderId }) => clientOrderId === order.clientOrderId)) return [];
    const placed = [...orders, toObservedOrder(order, rest.startsAtMs)];
    return [{ ...rest, exchange: { ...exchange, orders: placed }, steps: steps.toSpliced(at, 1) }];
  });
}

/** The parts of the initial state that the step changes, or null for a step that changes none. */
function initialStateAfter(
  step: Step,
  { config, exchange, expected, startsAtMs }: Scenario,
): Partial<Scenario> | null {
  const { orders, positions } = exchange;
  switch (step.kind) {
    case "set-gates":
      return { gates: step.gates };
    case "set-config":
      return { config: changedConfig(config, step.config) };
    case "set-price":
      return step.price === null
        ? null
        : { exchange: { ...exchange, prices: { ...exchange.prices, [step.symbol]: step.price } } };
    case "set-position-mode":
      return { exchange: { ...exchange, positionMode: step.mode } };
    case "add-order":
      return { exchange: { ...exchange, orders: [...orders, step.order] } };
    case "place-order": {
      const { updatedAtMs: _, ...own } = step.order;
      const placed = { ...own, createdAtMs: startsAtMs };
      const isListed = orders.some((order) => order.clientOrderId === placed.clientOrderId);
      const isThere = step.lost === "request" || isListed;
      const opened = isThere ? [] : [toObservedOrder(placed, startsAtMs)];
      return {
        expected:
          step.lost === "reply" ? expected : { ...expected, orders: [...expected.orders, placed] },
        exchange: { ...exchange, orders: [...orders, ...opened] },
      };
    }
    case "place-conditional-order": {
      const { conditionalOrders: known = [] } = expected;
      const { conditionalOrders: listed = [] } = exchange;
      const { updatedAtMs: _, ...own } = step.conditionalOrder;
      const placed = { ...own, createdAtMs: startsAtMs };
      const isListed = listed.some((order) => order.clientOrderId === placed.clientOrderId);
      const isThere = step.lost === "request" || isListed;
      const added = isThere ? [] : [toObservedConditionalOrder(placed, startsAtMs)];
      return {
        expected:
          step.lost === "reply" ? expected : { ...expected, conditionalOrders: [...known, placed] },
        exchange: { ...exchange, conditionalOrders: [...listed, ...added] },
      };
    }
    case "set-position": {
      const others = positions.filter((other) => keyOf(other) !== keyOf(step.position));
      return { exchange: { ...exchange, positions: [...others, step.position] } };
    }
    default:
      return null;
  }
}
