import { expect, test } from "vitest";
import type { Fault, Theme } from "../domain/theme.ts";
import { faults, themes } from "../domain/theme.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline } from "../simulation/target.ts";
import type { Parts } from "../test-fixtures/observe.ts";
import { observedOrder, openGates, scenarioWith } from "../test-fixtures/scenarios.ts";
import { faultsOf, PairCounter, pairOf, themesOf } from "./theme-pairs.ts";

async function observe(parts: Parts) {
  const scenario = scenarioWith(parts);
  return { scenario, observation: await runScenario(scenario, shippedPipeline) };
}

const orders = (count: number, symbol = () => "BTCUSDT") =>
  Array.from({ length: count }, (_, at) =>
    observedOrder({ clientOrderId: `grinder_grid_B_1_1704067100_${at}`, symbol: symbol() }),
  );
let number = 10;
const nextSymbol = () => `S${(number += 1)}USDT`;

type StepInput = NonNullable<Parts["steps"]>[number];
type StepOf<Kind> = Extract<StepInput, { readonly kind: Kind }>;

const snapshot = { kind: "snapshot" } as const;
const run = { kind: "reconcile" } as const;
const live: Parts = {
  gates: openGates,
  config: { action: "cancel_all", cooldownSeconds: 0, maxOrdersPerAction: 999, auditEnabled: true },
  exchange: { orders: orders(1) },
};
const many: Parts = {
  ...live,
  config: { ...live.config, maxSymbolsPerAction: 999, maxAttemptsPerWindow: 999 },
};
const withFault = (fault: StepOf<"set-port-faults">["faults"][number]): Parts => ({
  ...live,
  steps: [{ kind: "set-port-faults", faults: [fault] }, snapshot, run],
});
const shown = (part: StepOf<"snapshot">["orders"]): Parts => ({
  ...live,
  steps: [{ ...snapshot, orders: part }, run],
});
const withStep = (step: StepInput): Parts => ({ ...live, steps: [step, snapshot, run] });

test.each<[Theme, Parts, Parts]>([
  ["large book", { exchange: { orders: orders(20) } }, { exchange: { orders: orders(19) } }],
  [
    "many symbols",
    { exchange: { orders: orders(11, nextSymbol) } },
    { exchange: { orders: orders(10, nextSymbol) } },
  ],
  [
    "many port calls",
    { ...many, exchange: { orders: orders(10) } },
    { ...many, exchange: { orders: orders(9) } },
  ],
  ["prior calls", { ...live, steps: [snapshot, run, snapshot, run] }, live],
  ["hedge mode", { exchange: { positionMode: "hedge" } }, {}],
  ["filters", { exchange: { filters: { BTCUSDT: { stepSize: "1" } } } }, {}],
  ["list without ended orders", { exchange: { listsOnlyOpenOrders: true } }, {}],
  [
    "repeated ids",
    { exchange: { orders: [...orders(1), { ...observedOrder(), ...orders(1)[0], symbol: "A" }] } },
    { exchange: { orders: orders(2) } },
  ],
  [
    "external orders",
    { exchange: { orders: [observedOrder({ clientOrderId: "web_1" })] } },
    { exchange: { orders: [observedOrder({ clientOrderId: "web_1", status: "FILLED" })] } },
  ],
  [
    "long numbers",
    { exchange: { orders: [observedOrder({ quantity: "12345678901234567.12345678901234" })] } },
    live,
  ],
  ["slow replies", withFault({ kind: "accept", takesMs: 1 }), live],
  ["changed circumstances", withStep({ kind: "set-config", config: { cooldownSeconds: 1 } }), live],
  ["clock set", withStep({ kind: "set-clock", byMs: 1 }), live],
  ["restart", withStep({ kind: "restart", expectedState: "empty" }), live],
])("the theme %s is found on its side of the bound only", async (theme, parts, others) => {
  expect(themesOf(await observe(parts))).toContain(theme);
  expect(themesOf(await observe(others))).not.toContain(theme);
});

test.each<[Fault, Parts]>([
  ["port reject", withFault({ kind: "reject", code: -2011, message: "Unknown order." })],
  ["port expire", withFault({ kind: "expire", filled: "0" })],
  ["port rate-limit", withFault({ kind: "rate-limit", banMs: 1 })],
  ["port timeout", withFault({ kind: "timeout", applied: true })],
  ["port disconnect", withFault({ kind: "disconnect", applied: true })],
  ["port delayed", withFault({ kind: "delayed", afterMs: 1 })],
  ["port never", withFault({ kind: "never", applied: true })],
  ["list failed", shown({ kind: "failed" })],
  ["list old", shown({ kind: "old", ageMs: 1 })],
  ["list future", shown({ kind: "future", skewMs: 1 })],
  ["list truncated", shown({ kind: "truncated", count: 0 })],
  ["list lagging", shown({ kind: "lagging", ageMs: 1 })],
  ["list omitting", shown({ kind: "omitting", index: 0 })],
  ["list repeating", shown({ kind: "repeating", index: 0, ageMs: 1, olderCopy: "last" })],
  ["audit fault", withStep({ kind: "set-audit-fault", writable: false })],
  ["crash", withStep({ kind: "crash", afterInteractions: 0 })],
])("the fault %s is the only one of its case", async (fault, parts) => {
  expect(faultsOf(await observe(parts))).toEqual(new Set([fault]));
});

test("a fault that no call and no run meets is not counted", async () => {
  const step = { kind: "set-port-faults", faults: [{ kind: "never", applied: true }] } as const;
  const dry = await observe({ exchange: { orders: orders(1) }, steps: [step, snapshot, run] });
  const replaced = await observe({
    steps: [{ ...snapshot, orders: { kind: "failed" } }, snapshot, run],
  });
  expect([...faultsOf(dry), ...faultsOf(replaced)]).toEqual([]);
});

test("a pair is counted once in a case, and only where both occur", async () => {
  const counter = new PairCounter();
  const hedged = { ...live.exchange, positionMode: "hedge", orders: [] } as const;
  counter.record(await observe({ ...shown({ kind: "failed" }), exchange: hedged }));
  counter.record(await observe({ ...shown({ kind: "failed" }), exchange: hedged }));
  counter.record(await observe({ ...live, exchange: hedged }));
  counter.record(await observe(shown({ kind: "failed" })));
  expect(counter.byName()).toEqual({ [pairOf("hedge mode", "list failed")]: 2 });
});

test("each name of a theme and of a fault is there once", () => {
  const names = themes.flatMap((theme) => faults.map((fault) => pairOf(theme, fault)));
  expect(new Set(names).size).toBe(256);
});
