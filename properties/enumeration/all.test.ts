import { expect, test } from "vitest";
import { allGatesOpen, type GateInputs } from "../../src/domain/gate.ts";
import { misspellings } from "../../src/scenario/gate-spellings.ts";
import { scenarioSchema } from "../../src/scenario/scenario.ts";
import { runScenario } from "../../src/simulation/run-scenario.ts";
import { readScenarios } from "../../src/scenario/scenario-files.ts";
import { shippedPipeline, type Target } from "../../src/simulation/target.ts";
import { enumerateAll } from "./all.ts";
import { factors, scenarioOfChoice, type Choice, type FactorName } from "./factors.ts";
import { enumerateWidths } from "./widths.ts";
import { combinationCount, coveringChoices, openGateChoices } from "./three-way.ts";

test("every enumerated scenario fits the schema", () => {
  const all = enumerateAll(readScenarios("all"));
  // 32 × 3 × 4 × 2 gates, 22 wrong spellings of 4 variables and 17 of the argument, 8 × 8 × 2 statuses, 8 × 8 × 2 orders, 4 × 6 × 4 × 2 positions, 109 × 2 filters, widths, 3-way, and
  // 4 × 5 × 5 × 5 × 3 of everything but gates and port while the gates are open. 3 × 3 more, port faults and
  // audit modes, where a run may call the port: 3 × 5 × 5 with a fresh snapshot, 3 × 2 × 5 × 2 without positions.
  const portFaults = 9 * (75 + 60);
  const widths = enumerateWidths().length;
  expect(all).toHaveLength(
    768 + 105 + 128 + 128 + 192 + 218 + widths + coveringChoices().length + 1_500 + portFaults,
  );
  expect(all.filter((scenario) => !scenarioSchema.safeParse(scenario).success)).toEqual([]);
});

const names = Object.keys(factors) as FactorName[];
const threes = names.flatMap((a, place) => {
  const later = names.slice(place + 1);
  return later.flatMap((b, next) => later.slice(next + 1).map((c) => [a, b, c] as const));
});

test("the choices cover every combination of three factors", () => {
  const all = threes.flatMap(([a, b, c]) =>
    factors[a].flatMap((x) =>
      factors[b].flatMap((y) => factors[c].map((z) => `${a} ${x}, ${b} ${y}, ${c} ${z}`)),
    ),
  );
  const covered = new Set(
    coveringChoices().flatMap((choice) =>
      threes.map((three) => three.map((name) => `${name} ${choice[name]}`).join(", ")),
    ),
  );
  expect(new Set(all).size).toBe(6_030);
  expect(combinationCount).toBe(6_030);
  expect(all.filter((combination) => !covered.has(combination))).toEqual([]);
});

test("with open gates every port fault meets every kind of order and position that leads to a call", async () => {
  const met = new Set<string>();
  for (const choice of openGateChoices()) {
    const { portCalls } = await runScenario(scenarioOfChoice(choice), shippedPipeline);
    if (portCalls.length > 0) met.add(`${choice.order}, ${choice.position}, ${choice.port}`);
  }
  // Two kinds of orders are cancelled, with any of five positions. Four positions are flattened, with
  // any of the three kinds of orders that are not live.
  expect(met.size).toBe((2 * 5 + 4 * 3) * 4);
});

test("no choice that is left out calls the port", async () => {
  const enumerated = new Set(openGateChoices().map((choice) => JSON.stringify(choice)));
  const leftOut = openGateChoices()
    .flatMap((choice) => factors.port.map((port) => ({ ...choice, port })))
    .filter((choice) => !enumerated.has(JSON.stringify(choice)));
  expect(leftOut).toHaveLength(4_500 - 9 * (75 + 60));
  for (const choice of leftOut) {
    const { portCalls } = await runScenario(scenarioOfChoice(choice), shippedPipeline);
    expect(portCalls).toEqual([]);
  }
});

const plain: Choice = {
  confirm: "right",
  RECONCILE_DRY_RUN: "open",
  RECONCILE_ALLOW_ACTIVE: "open",
  ARMED: "open",
  ALLOW_MAINNET_TRADE: "open",
  action: "cancel_then_flatten",
  order: "none",
  position: "none",
  snapshot: "fresh",
  port: "accepts",
  audit: "on",
};

test.each<[Partial<Choice>, string[], string[]]>([
  [{}, [], []],
  [{ order: "unexpected" }, ["ORDER_EXISTS_UNEXPECTED"], ["accepted"]],
  [{ order: "diverges live" }, ["ORDER_STATUS_DIVERGENCE"], ["accepted"]],
  [{ order: "diverges ended" }, ["ORDER_STATUS_DIVERGENCE"], []],
  [{ order: "missing" }, ["ORDER_MISSING_ON_EXCHANGE"], []],
  [{ position: "long" }, ["POSITION_NONZERO_UNEXPECTED"], ["accepted"]],
  [{ position: "short leg" }, ["POSITION_NONZERO_UNEXPECTED"], ["accepted"]],
  [{ position: "short", port: "rejects" }, ["POSITION_NONZERO_UNEXPECTED"], ["rejected"]],
  [
    { position: "long leg", port: "times out, applied" },
    ["POSITION_NONZERO_UNEXPECTED"],
    ["unknown"],
  ],
  [{ position: "long", snapshot: "positions stale" }, [], []],
  [{ position: "long", snapshot: "orders failed" }, ["POSITION_NONZERO_UNEXPECTED"], []],
  [{ position: "long", audit: "unwritable" }, ["POSITION_NONZERO_UNEXPECTED"], []],
])("the choice %j gives its mismatches and port faults", async (parts, mismatches, faults) => {
  const scenario = scenarioOfChoice({ ...plain, ...parts });
  const { runs, portCalls } = await runScenario(scenario, shippedPipeline);
  const [run] = runs;
  const found = run?.mode === "live" ? run.results.map(({ mismatch }) => mismatch.type) : null;
  expect(found).toEqual(mismatches);
  expect(portCalls.map(({ reply }) => reply.status)).toEqual(faults);
});

const cut = (value: string) => value.replace(/\r?\n$|\r$/, "");

test("a bot that cuts a line end of a gate calls the port behind it", async () => {
  const target: Target = {
    name: "cuts line ends",
    reconcile: ({ gates: { confirm, env }, ...inputs }, services) => {
      const entries = Object.entries(env).map(([name, value]) => [name, cut(value ?? "")]);
      const gates = {
        confirm: confirm === null ? null : cut(confirm),
        env: Object.fromEntries(entries),
      };
      return shippedPipeline.reconcile({ ...inputs, gates }, services);
    },
  };
  const spelled = misspellings(allGatesOpen);
  const called: GateInputs[] = [];
  for (const scenario of enumerateAll([]).slice(0, spelled.length)) {
    expect((await runScenario(scenario, shippedPipeline)).portCalls).toEqual([]);
    const { portCalls } = await runScenario(scenario, target);
    if (portCalls.length > 0) called.push(scenario.gates);
  }
  // Three line ends of five gates.
  expect(called).toHaveLength(15);
});
