import { expect, test } from "vitest";
import { scenario } from "../../properties/arbitraries/scenario.ts";
import type { Config } from "../domain/config.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline } from "../simulation/target.ts";
import type { PortFault } from "../domain/port-fault.ts";
import type { Parts } from "../test-fixtures/observe.ts";
import { observedOrder, openGates, scenarioWith } from "../test-fixtures/scenarios.ts";
import { randomCases } from "./batch.ts";
import { dimensions } from "./dimensions.ts";
import { filterShares } from "./filter-coverage.ts";
import { conditionalLabels } from "./conditional-orders.ts";
import { innerStepLabels } from "./inner-steps.ts";
import { misleadingLists } from "./misleading-lists.ts";
import { queryLabels } from "./order-queries.ts";
import { streamLabels } from "./stream-labels.ts";
import { reachable, wholeSupport } from "./support.ts";
import { timesInRuns } from "./times-in-runs.ts";
import { isShareMet, labelsOf, requiredShares, wilsonUpperBound } from "./coverage.ts";

test("the bound is the upper end of Wilson's interval", () => {
  // z = 3.3, 50 of 1000: (0.05 + z²/2000 + z·√(0.05·0.95/1000 + z²/4e6)) / (1 + z²/1000)
  expect(wilsonUpperBound(50, 1_000)).toBeCloseTo(0.078, 3);
  expect(wilsonUpperBound(0, 1_000)).toBeLessThan(0.011);
});

test.each([
  ["absent, at any length", 0, 10, false],
  ["exactly the minimum", 50, 1_000, true],
  ["a little below, in a campaign so short that it can be chance", 4, 100, true],
  ["the same share in a long campaign", 4_000, 100_000, false],
  ["far below", 1, 1_000, false],
])("a share of 5 %% that is %s", (_, count, cases, met) => {
  expect(isShareMet(count, cases, 0.05)).toBe(met);
});

test.each([
  [1_078, true],
  [1_079, false],
])("a share of 1 %% may be absent from %i cases: %s", (cases, met) => {
  expect(isShareMet(0, cases, 0.01)).toBe(met);
});

const ofSize: ReadonlySet<string> = new Set(dimensions.map(({ label }) => label));

async function allLabels(of: Scenario): Promise<Set<string>> {
  const observation = await runScenario(of, shippedPipeline);
  return labelsOf({ scenario: of, observation }, observation.runs);
}

/** Without those of size and width. */
async function labels(of: Scenario): Promise<Set<string>> {
  return new Set([...(await allLabels(of))].filter((label) => !ofSize.has(label)));
}

const own = (level: number, symbol: string) =>
  observedOrder({ symbol, clientOrderId: `grinder_grid_${symbol}_1_1704067100_${level}` });

type Exchange = NonNullable<Parameters<typeof scenarioWith>[0]>["exchange"];
const cases: readonly [string, Exchange, Partial<Config>][] = [
  [
    "max_orders_reached at the default 10",
    { orders: Array.from({ length: 11 }, (_, at) => own(at + 1, "BTCUSDT")) },
    { maxOrdersPerAction: 9 },
  ],
  [
    "max_symbols_reached at the default 3",
    { orders: ["A", "B", "C", "D"].map((name) => own(1, `${name}USDT`)) },
    { maxSymbolsPerAction: 2 },
  ],
  [
    "notional_exceeds_limit at the default 500",
    { positions: [{ symbol: "BTCUSDT", quantity: "1" }], prices: { BTCUSDT: "501" } },
    { maxFlattenNotionalUsdt: "499" as Config["maxFlattenNotionalUsdt"] },
  ],
];

test.each(cases)("%s: not at a smaller limit", async (label, exchange, smaller) => {
  const config = {
    action: "cancel_then_flatten",
    requireWhitelist: false,
    symbolWhitelist: [],
  } as const;
  const expected = { positions: [{ symbol: "BTCUSDT", quantity: "0" }] };
  expect(await labels(scenarioWith({ exchange, expected, config }))).toContain(label);
  const other = scenarioWith({ exchange, expected, config: { ...config, ...smaller } });
  expect(await labels(other)).not.toContain(label);
});

const order = { orders: [observedOrder()] };
const position = { positions: [{ symbol: "BTCUSDT", quantity: "0.001" }] };
const dryRun: Parts = { config: { action: "cancel_then_flatten" } };
const [together, atPort] = ["order and position mismatch together", "live with a port call"];
const [unexpected, held] = ["ORDER_EXISTS_UNEXPECTED", "POSITION_NONZERO_UNEXPECTED"];
const run = { kind: "reconcile" } as const;
const faulty = (fault: PortFault): NonNullable<Parts["steps"]> => [
  { kind: "set-port-faults", faults: [fault] },
  { kind: "snapshot" },
  run,
];

test.each<[string, Parts, string[]]>([
  ["without a mismatch", dryRun, []],
  ["of an order", { ...dryRun, exchange: order }, [unexpected]],
  ["of a position", { ...dryRun, exchange: position }, [held]],
  ["of both", { ...dryRun, exchange: { ...order, ...position } }, [unexpected, held, together]],
  [
    "with a blocked remediation",
    { config: { symbolWhitelist: [] }, exchange: order },
    [unexpected, "whitelist_required"],
  ],
  [
    "with a failed snapshot",
    { steps: [{ kind: "snapshot", orders: { kind: "failed" } }, run] },
    ["snapshot_unreadable"],
  ],
  ["that is live", { gates: openGates, exchange: order }, [unexpected, "port accepted", atPort]],
  ["that is live without a port call", { gates: openGates }, []],
  [
    "that is live and rejected",
    {
      gates: openGates,
      exchange: order,
      steps: faulty({ kind: "reject", code: -1, message: "n" }),
    },
    [unexpected, "port rejected", "port_error", atPort],
  ],
  [
    "that is live and unknown",
    { gates: openGates, exchange: order, steps: faulty({ kind: "timeout", applied: false }) },
    [unexpected, "port unknown", "outcome_unknown", atPort],
  ],
  [
    "that is live, before one that is refused",
    {
      gates: openGates,
      exchange: order,
      steps: [
        { kind: "snapshot" },
        run,
        { kind: "set-gates", gates: { confirm: "no", env: {} } },
        { kind: "snapshot" },
        run,
      ],
    },
    [unexpected, "port accepted", atPort],
  ],
  ["that was refused", { gates: { confirm: "no", env: {} }, exchange: order }, []],
  [
    "that crashed",
    {
      gates: openGates,
      exchange: order,
      steps: [{ kind: "snapshot" }, { kind: "crash", afterInteractions: 0, applied: true }, run],
    },
    ["port unknown"],
  ],
])("a run %s has its labels and no others", async (_, parts, expected) => {
  expect([...(await labels(scenarioWith(parts)))].toSorted()).toEqual(expected.toSorted());
});

test("labels have their minimum shares", () => {
  const { port_error: common, max_attempts_reached: rare, rate_limited: ban } = requiredShares;
  expect([requiredShares[atPort], requiredShares[together], common, rare, ban]).toEqual([
    0.2, 0.2, 0.05, 0.01, 0.005,
  ]);
  expect(requiredShares["below_minimum"]).toBe(0.005);
  for (const [name] of cases) expect(requiredShares[name]).toBe(0.01);
  for (const name of ["port accepted", "port rejected", "port unknown", unexpected]) {
    expect(requiredShares[name]).toBe(0.05);
  }
  expect(Object.keys(requiredShares)).toHaveLength(
    29 +
      dimensions.length +
      Object.keys({ ...misleadingLists, ...filterShares, ...timesInRuns, ...conditionalLabels })
        .length +
      Object.keys({ ...innerStepLabels, ...queryLabels, ...streamLabels }).length,
  );
});

test("every label is met by generated cases, and none by a generator that misses it", async () => {
  const counts: Record<string, number> = {};
  const generated = randomCases(scenario(), 1, 0);
  const length = 1_100;
  for (let at = 0; at < length; at += 1) {
    for (const label of await allLabels(generated.next().value)) {
      counts[label] = (counts[label] ?? 0) + 1;
    }
  }
  const unmet = (found: typeof counts) =>
    reachable(Object.keys(requiredShares), wholeSupport).filter(
      (label) => !isShareMet(found[label] ?? 0, length, requiredShares[label] ?? 1),
    );
  expect(unmet(counts)).toEqual([]);
  const names = cases.map(([name]) => name);
  const missed = Object.fromEntries(
    Object.entries(counts).filter(([name]) => !names.includes(name)),
  );
  expect(unmet(missed)).toEqual(names);
});
