/** What a process did before it died is judged like what others do. */
import { expect, test } from "vitest";
import { judgeCase } from "../src/fuzz/judge-case.ts";
import { shippedPipeline } from "../src/simulation/target.ts";
import type { Target } from "../src/simulation/target.ts";
import { longPosition, manyOrders } from "../src/test-fixtures/observe.ts";
import type { Parts } from "../src/test-fixtures/observe.ts";
import {
  expectedOrder,
  observedOrder,
  openGates,
  scenarioWith,
} from "../src/test-fixtures/scenarios.ts";
import { allProperties } from "./all.ts";
import { plantedBug } from "./planted-bugs/all.ts";
import { targetOf } from "./planted-bugs/planted-bug.ts";

const position = { positions: [longPosition], prices: { BTCUSDT: "50000" } };
const strangersId = "autoclose-1";
const stranger: Parts = {
  expected: { orders: [expectedOrder({ clientOrderId: strangersId, status: "FILLED" })] },
  exchange: { orders: [observedOrder({ clientOrderId: strangersId })] },
};

/** A run that reaches the services this often, and dies with the next time. */
async function breaksOf(target: Target, parts: Parts, afterInteractions: number) {
  const scenario = scenarioWith({
    gates: openGates,
    config: { action: "cancel_then_flatten" },
    ...parts,
    steps: [
      { kind: "set-port-faults", faults: Array.from({ length: afterInteractions }, () => reject) },
      { kind: "snapshot" },
      { kind: "crash", afterInteractions, applied: true },
      { kind: "reconcile" },
    ],
  });
  const { observed, verdicts } = await judgeCase(scenario, target, allProperties);
  const broken = verdicts.flatMap((verdict, at) =>
    verdict.kind === "fail" ? [`${allProperties[at]?.name}/${verdict.check}`] : [],
  );
  return { broken, modes: observed.observation.runs.map(({ mode }) => mode) };
}

const reject = { kind: "reject", code: -1_111, message: "no" } as const;

test.each([
  [plantedBug("ownership-not-checked-before-cancel"), stranger, 0],
  [
    plantedBug("orders-not-read-next-to-positions"),
    { exchange: { ...position, orders: manyOrders } },
    0,
  ],
  [plantedBug("flatten-quantity-doubled"), { exchange: position }, 0],
  [plantedBug("rejected-call-resent"), { exchange: { orders: manyOrders.slice(0, 1) } }, 3],
] as const)("$name is caught in a run that a kill ends", async (bug, parts, interactions) => {
  const { broken, modes } = await breaksOf(targetOf(bug), parts, interactions);
  expect(modes).toEqual(["crashed"]);
  expect(broken).toContain(bug.expectedFailure);
});

test("one order that a dead run has tried too often is one attempt too many", async () => {
  const parts = { exchange: { orders: manyOrders.slice(0, 1) } };
  const { broken } = await breaksOf(targetOf(plantedBug("rejected-call-resent")), parts, 3);
  expect(broken).toContain("attempts-are-bounded/attempts-per-intent");
});

test.each<[string, Parts]>([
  ["a stranger's order", stranger],
  ["a position", { exchange: position }],
  ["orders and a position", { exchange: { ...position, orders: manyOrders } }],
])("our own pipeline breaks nothing when it dies over %s", async (_, parts) => {
  for (const interactions of [0, 1, 2]) {
    expect((await breaksOf(shippedPipeline, parts, interactions)).broken).toEqual([]);
  }
});
