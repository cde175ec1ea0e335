import { expect, test } from "vitest";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline } from "../simulation/target.ts";
import type { SnapshotPartStep } from "../scenario/step.ts";
import { longPosition, manyOrders, type Parts } from "../test-fixtures/observe.ts";
import { observedOrder, openGates, scenarioWith } from "../test-fixtures/scenarios.ts";
import { addMisleadingLists, misleadingLists } from "./misleading-lists.ts";

async function labelsOf(parts: Parts): Promise<string[]> {
  const scenario = scenarioWith({ gates: openGates, ...parts });
  const labels = new Set<string>();
  addMisleadingLists(
    { scenario, observation: await runScenario(scenario, shippedPipeline) },
    labels,
  );
  return [...labels].toSorted();
}

const run = { kind: "reconcile" } as const;
const orders = { orders: manyOrders };
const positions = { positions: [longPosition], prices: { BTCUSDT: "50000" } };
const shows = (part: "orders" | "positions", shown: SnapshotPartStep): Parts => ({
  exchange: part === "orders" ? orders : positions,
  config: { action: "cancel_all" },
  steps: [{ kind: "snapshot", [part]: shown }, run],
});
/** A first run changes everything, and the second one has this snapshot. */
const later = (part: "orders" | "positions", shown: SnapshotPartStep): Parts => ({
  exchange: part === "orders" ? orders : positions,
  config: { action: part === "orders" ? "cancel_all" : "flatten", cooldownSeconds: 0 },
  steps: [{ kind: "snapshot" }, run, { kind: "snapshot", [part]: shown }, run],
});
const repeating = (ageMs: number) =>
  ({ kind: "repeating", index: 0, ageMs, olderCopy: "last" }) as const;

const twice = "an order shown twice";
const positionTwice = "a position shown twice";

test.each<[string, Parts, string[]]>([
  ["a whole list", shows("orders", { kind: "ok" }), []],
  [
    "orders of which one is left out",
    shows("orders", { kind: "omitting", index: 9 }),
    ["a list that hides an order"],
  ],
  [
    "orders to the last but one",
    shows("orders", { kind: "truncated", count: 3 }),
    ["a list that hides an order"],
  ],
  ["orders to the last one", shows("orders", { kind: "truncated", count: 4 }), []],
  [
    "positions of which one is left out",
    shows("positions", { kind: "omitting", index: 0 }),
    ["a list that hides a position"],
  ],
  ["positions to the last one", shows("positions", { kind: "truncated", count: 1 }), []],
  ["orders that lag behind nothing", shows("orders", { kind: "lagging", ageMs: 9_000 }), []],
  [
    "orders from before a port call",
    later("orders", { kind: "lagging", ageMs: 2 }),
    ["a list of orders from before a port call"],
  ],
  ["orders from after a port call", later("orders", { kind: "lagging", ageMs: 1 }), []],
  [
    "positions from before a port call",
    later("positions", { kind: "lagging", ageMs: 2 }),
    ["a list of positions from before a port call"],
  ],
  ["two equal copies of an order", shows("orders", repeating(0)), [twice]],
  [
    "two copies of an order, and its id on another symbol",
    {
      ...shows("orders", repeating(0)),
      exchange: {
        orders: [observedOrder(), observedOrder({ symbol: "ETHUSDT", status: "FILLED" })],
      },
    },
    [twice],
  ],
  [
    "two copies of an order that was cancelled",
    later("orders", repeating(2)),
    [twice, "an order shown twice in two states"],
  ],
  ["two equal copies of a position", shows("positions", repeating(0)), [positionTwice]],
  [
    "two copies of a position that was flattened",
    later("positions", repeating(2)),
    [positionTwice, "a position shown twice with two quantities"],
  ],
  [
    "no ended orders",
    { exchange: { orders: [observedOrder({ status: "FILLED" })], listsOnlyOpenOrders: true } },
    ["a list without ended orders"],
  ],
  [
    "only open orders where none has ended",
    { exchange: { orders: [observedOrder()], listsOnlyOpenOrders: true } },
    [],
  ],
])("%s", async (_, parts, labels) => {
  expect(await labelsOf(parts)).toEqual(labels.toSorted());
  for (const label of labels) expect(misleadingLists[label]).toBeGreaterThan(0);
});

test("an order that has ended is not hidden by a list that never has it", async () => {
  const exchange = { orders: [observedOrder({ status: "FILLED" })], listsOnlyOpenOrders: true };
  const steps = [{ kind: "snapshot", orders: { kind: "truncated", count: 0 } }, run] as const;
  expect(await labelsOf({ exchange, steps: [...steps] })).toEqual(["a list without ended orders"]);
});
