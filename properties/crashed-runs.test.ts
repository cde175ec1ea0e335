/** The port calls of a crashed run are judged like those of any other run. */
import { expect, test } from "vitest";
import { judgeCase } from "../src/fuzz/judge-case.ts";
import { shippedPipeline, type Target } from "../src/simulation/target.ts";
import { longPosition, manyOrders, type Parts } from "../src/test-fixtures/observe.ts";
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
const externalId = "autoclose-1";
const externalOrder: Parts = {
  expected: { orders: [expectedOrder({ clientOrderId: externalId, status: "FILLED" })] },
  exchange: { orders: [observedOrder({ clientOrderId: externalId })] },
};

/** The process crashes at the interaction after this many. */
async function failuresOf(target: Target, parts: Parts, afterInteractions: number) {
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
  const failures = verdicts.flatMap((verdict, at) =>
    verdict.kind === "fail" ? [`${allProperties[at]?.name}/${verdict.check}`] : [],
  );
  return { failures, modes: observed.observation.runs.map(({ mode }) => mode) };
}

const reject = { kind: "reject", code: -1_111, message: "no" } as const;

test.each([
  [plantedBug("ownership-not-checked-before-cancel"), externalOrder, 0],
  [
    plantedBug("orders-not-read-next-to-positions"),
    { exchange: { ...position, orders: manyOrders } },
    0,
  ],
  [plantedBug("flatten-quantity-doubled"), { exchange: position }, 0],
  [plantedBug("rejected-call-resent"), { exchange: { orders: manyOrders.slice(0, 1) } }, 3],
] as const)("$name is detected in a crashed run", async (bug, parts, interactions) => {
  const { failures, modes } = await failuresOf(targetOf(bug), parts, interactions);
  expect(modes).toEqual(["crashed"]);
  expect(failures).toContain(bug.expectedFailure);
});

test("the attempts of a crashed run count", async () => {
  const parts = { exchange: { orders: manyOrders.slice(0, 1) } };
  const { failures } = await failuresOf(targetOf(plantedBug("rejected-call-resent")), parts, 3);
  expect(failures).toContain("attempts-are-bounded/attempts-per-intent");
});

test.each<[string, Parts]>([
  ["an external order", externalOrder],
  ["a position", { exchange: position }],
  ["orders and a position", { exchange: { ...position, orders: manyOrders } }],
])("the shipped pipeline passes when it crashes with %s", async (_, parts) => {
  for (const interactions of [0, 1, 2]) {
    expect((await failuresOf(shippedPipeline, parts, interactions)).failures).toEqual([]);
  }
});
