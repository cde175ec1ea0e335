import { expect, test } from "vitest";
import { scenario as scenarioArbitrary } from "../../../properties/arbitraries/scenario.ts";
import { isSequence, type Scenario } from "../../scenario/scenario.ts";
import { observedOrder, ownId, scenarioWith } from "../../test-fixtures/scenarios.ts";
import { sequencesOf } from "../campaign-context.ts";
import { assertSmaller, isSmaller, measureOf } from "./measure.ts";
import { replayShrinkPath, shrink } from "./shrink.ts";
import { candidatesOf, generate, notSmaller } from "../../test-fixtures/shrinking.ts";

const generated = [...generate(scenarioArbitrary(), 10, 5), ...generate(sequencesOf(5, 0), 2, 5)];

test("every candidate is smaller than its scenario, and a single run stays a single run", () => {
  for (const scenario of generated) {
    const candidates = candidatesOf(scenario);
    expect(candidates.length).toBeGreaterThan(0);
    const grown = isSequence(scenario) ? [] : candidates.filter(isSequence);
    expect({ larger: notSmaller(scenario), grown }).toEqual({ larger: [], grown: [] });
  }
  expect(generated.filter(isSequence)).toHaveLength(2);
});

/** A failure that generated scenarios have, and that leaves work to most passes. */
const isLarge = ({ steps, exchange, expected }: Scenario) =>
  steps.length > 2 || exchange.orders.length + expected.orders.length > 1;

test("the measure falls at every accepted candidate, and the path leads to the last one", async () => {
  for (const scenario of generated) {
    const measures = [measureOf(scenario)];
    const keepsLarge = (candidate: Scenario) => {
      if (isLarge(candidate)) measures.push(measureOf(candidate));
      return Promise.resolve(isLarge(candidate));
    };
    const { path, scenario: smallest, shrinks } = await shrink(scenario, keepsLarge);
    expect(measures).toHaveLength(shrinks + 1);
    for (const [taken, measure] of measures.slice(1).entries()) {
      const previous = measures[taken];
      expect(previous !== undefined && isSmaller(measure, previous)).toBe(true);
    }
    expect(replayShrinkPath(scenario, path)).toEqual(smallest);
  }
});

test("a candidate that is not smaller is a defect of its pass", () => {
  const scenario = scenarioWith();
  expect(() => assertSmaller(scenario, scenario)).toThrow("this is a defect");
  const larger = scenarioWith({ exchange: { orders: [observedOrder()] } });
  expect(() => assertSmaller(larger, scenario)).toThrow("this is a defect");
  expect(() => assertSmaller(scenario, larger)).not.toThrow();
});

const run = { kind: "reconcile" } as const;
const orders = [observedOrder()];
const cancel = (clientOrderId: string | number) =>
  ({ kind: "cancel-by-exchange", clientOrderId }) as const;

test.each<[string, Scenario, Scenario]>([
  [
    "a step less, with an order more",
    scenarioWith({ steps: [run], exchange: { orders } }),
    scenarioWith(),
  ],
  [
    "a step that states its effect, with an order more",
    scenarioWith({ steps: [cancel(ownId()), run], exchange: { orders } }),
    scenarioWith({ steps: [run, run] }),
  ],
  [
    "an order by its id instead of a number",
    scenarioWith({ steps: [cancel(ownId()), run] }),
    scenarioWith({ steps: [cancel(0), run] }),
  ],
  [
    "an order less, with another configuration",
    scenarioWith({ config: { cooldownSeconds: 7 } }),
    scenarioWith({ exchange: { orders } }),
  ],
  [
    "a plain value that is longer",
    scenarioWith({ config: { maxOrdersPerAction: 10 } }),
    scenarioWith({ config: { maxOrdersPerAction: 7 } }),
  ],
  [
    "a smaller number of as many digits",
    scenarioWith({ steps: [cancel(4), run] }),
    scenarioWith({ steps: [cancel(7), run] }),
  ],
])("smaller by the measure: %s", (_, smaller, larger) => {
  expect(isSmaller(measureOf(smaller), measureOf(larger))).toBe(true);
  expect(isSmaller(measureOf(larger), measureOf(smaller))).toBe(false);
});

const isOneTooMany = ({ config, exchange }: Scenario) =>
  Promise.resolve(exchange.orders.length === config.maxOrdersPerAction + 1);

test("a limit goes down with the orders that reach it", async () => {
  const scenario = scenarioWith({
    config: { maxOrdersPerAction: 2 },
    exchange: { orders: [1, 2, 3].map((level) => observedOrder({ clientOrderId: ownId(level) })) },
  });
  const shrunk = await shrink(scenario, isOneTooMany);
  expect(shrunk.scenario.exchange.orders).toHaveLength(1);
});

const isManaged = ({ config, expected, exchange }: Scenario) =>
  Promise.resolve(
    exchange.positions.length === 1 &&
      config.symbolWhitelist.length + expected.positions.length > 0,
  );

test("the whitelist replaces an expected position that only makes its symbol managed", async () => {
  const position = { symbol: "BTCUSDT", quantity: "0.001" };
  const scenario = scenarioWith({
    config: { symbolWhitelist: [] },
    expected: { positions: [{ ...position, quantity: "0" }] },
    exchange: { positions: [position] },
  });
  const shrunk = await shrink(scenario, isManaged);
  expect(shrunk.scenario.expected.positions).toEqual([]);
  expect(shrunk.scenario.config.symbolWhitelist).toEqual(["BTCUSDT"]);
});

const numbered = (count: number) =>
  Array.from({ length: count }, (_, at) =>
    observedOrder({
      clientOrderId: `grinder_grid_B_1_1704067100_${at}`,
      quantity: "7",
      price: "9",
      status: "PARTIALLY_FILLED",
    }),
  );

test("a field of a long list becomes plain in all entities at once", async () => {
  const long = scenarioWith({ exchange: { orders: numbered(30) } });
  const measure = measureOf(long);
  expect(candidatesOf(long).filter((other) => !isSmaller(measureOf(other), measure))).toEqual([]);
  const { scenario, shrinks } = await shrink(long, async ({ exchange }) =>
    Promise.resolve(exchange.orders.length === 30),
  );
  const plain = { quantity: "0.001", price: "50000.00", status: "OPEN" };
  expect(scenario.exchange.orders).toMatchObject(Array.from({ length: 30 }, () => plain));
  expect(shrinks).toBeLessThan(20);
});

test("a high limit of attempts goes down with the orders that reach it, and alone", async () => {
  const config = { maxAttemptsPerWindow: 29 };
  const high = scenarioWith({ config, exchange: { orders: numbered(30) } });
  const { scenario } = await shrink(
    high,
    async ({ config: { maxAttemptsPerWindow: most }, exchange }) =>
      Promise.resolve(most >= 20 && exchange.orders.length >= most),
  );
  expect([scenario.config.maxAttemptsPerWindow, scenario.exchange.orders.length]).toEqual([20, 20]);
  const alone = await shrink(high, async ({ config: { maxAttemptsPerWindow: most }, exchange }) =>
    Promise.resolve(most >= 20 && most < 50 && exchange.orders.length === 30),
  );
  expect(alone.scenario.config.maxAttemptsPerWindow).toBe(20);
});

const runs = ({ steps }: Scenario) => steps.filter(({ kind }) => kind === "reconcile").length;

test("a run that cancels an order becomes an order that has ended", async () => {
  const { exchange, ...rest } = scenarioWith({ exchange: { orders: numbered(1) } });
  const twice = { ...rest, exchange, steps: [...rest.steps, ...rest.steps] };
  const { scenario } = await shrink(twice, async (candidate) =>
    Promise.resolve(
      candidate.exchange.orders[0]?.status === "CANCELLED" ||
        (candidate.exchange.orders.length === 1 && runs(candidate) > 1),
    ),
  );
  expect([runs(scenario), scenario.exchange.orders[0]?.status]).toEqual([1, "CANCELLED"]);
});

test("a limit goes down with a run and the port fault that it used up", async () => {
  const busy = { kind: "reject", code: -1001, message: "busy" } as const;
  const faults = [busy, busy, busy];
  const scenario = scenarioWith({
    config: { maxAttemptsPerIntent: 3 },
    exchange: { orders },
    steps: [{ kind: "set-port-faults", faults }, run, run, run, run],
  });
  const { scenario: smallest } = await shrink(scenario, async ({ config, steps, exchange }) => {
    const most = config.maxAttemptsPerIntent;
    const [first] = steps;
    const count = first?.kind === "set-port-faults" ? first.faults.length : 0;
    const isReached = count === most && runs({ ...scenario, steps }) === most + 1;
    return Promise.resolve(isReached && exchange.orders.length === 1 && most > 0);
  });
  expect(smallest.config.maxAttemptsPerIntent).toBe(1);
});

test("a snapshot that only takes a millisecond becomes a wait", async () => {
  const { steps } = scenarioWith();
  const scenario = scenarioWith({ steps: [...steps, ...steps, run] });
  const { scenario: smallest } = await shrink(scenario, async (candidate) => {
    const [first, last] = [candidate.steps[0]?.kind, candidate.steps.at(-1)?.kind];
    const takesTime = first === "snapshot" || first === "advance-clock";
    return Promise.resolve(takesTime && last === "reconcile");
  });
  expect(smallest.steps).toEqual([{ kind: "advance-clock", ms: 1 }, run]);
});

test("a step after a run becomes a part of the initial state in a short sequence", async () => {
  const position = { symbol: "BTCUSDT", positionSide: "BOTH", quantity: "0.001" } as const;
  const read = [{ kind: "snapshot" }, { kind: "reconcile" }] as const;
  const first = scenarioWith({ steps: [...read, { kind: "set-position", position }, ...read] });
  const { scenario } = await shrink(first, ({ steps, exchange }) => {
    const kinds = steps.map(({ kind }) => kind);
    const hasPosition = exchange.positions.length > 0 || kinds.includes("set-position");
    const count = kinds.filter((kind) => kind === "reconcile").length;
    return Promise.resolve(hasPosition && count === 2);
  });
  expect(scenario.exchange.positions).toHaveLength(1);
  expect(scenario.steps.map(({ kind }) => kind)).toEqual(["reconcile", "reconcile"]);
});
