/** What the metamorphic properties do with steps within a snapshot or a run. */
import { expect, test } from "vitest";
import { runScenario } from "../src/simulation/run-scenario.ts";
import { renameSymbols } from "../src/scenario/rename-symbols.ts";
import type { Scenario } from "../src/scenario/scenario.ts";
import { shippedPipeline } from "../src/simulation/target.ts";
import { tradingSymbolSchema } from "../src/domain/trading-symbol.ts";
import { manyOrders, type Parts } from "../src/test-fixtures/observe.ts";
import { observedOrder, openGates, ownId, scenarioWith } from "../src/test-fixtures/scenarios.ts";
import { aSecondRunHasNothingToDo } from "./metamorphic/a-second-run-has-nothing-to-do.ts";
import { externalOrdersChangeNothing } from "./metamorphic/external-orders-change-nothing.ts";
import { inputOrderDoesNotMatter } from "./metamorphic/input-order-does-not-matter.ts";
import { repeatingADryRunChangesNothing } from "./metamorphic/repeating-a-dry-run-changes-nothing.ts";
import type { MetamorphicProperty } from "./property.ts";
import { maxQuietRuns } from "./view/quiescence.ts";
import { firstVerdict } from "./property.ts";

type Steps = NonNullable<Parts["steps"]>;
const fill = (clientOrderId: string | number) => ({ kind: "fill-order", clientOrderId }) as const;
const within = (inner: ReturnType<typeof fill>): readonly Steps[] => [
  [{ kind: "snapshot", between: { steps: [inner] } }, { kind: "reconcile" }],
  [{ kind: "snapshot" }, { kind: "reconcile", during: [{ afterCall: 0, step: inner }] }],
];
const exchange = { orders: manyOrders };

async function followUpOf(property: MetamorphicProperty, steps: Steps) {
  const scenario = scenarioWith({ exchange, steps });
  const observation = await runScenario(scenario, shippedPipeline);
  const followUp = property.followUp({ scenario, observation });
  return "discarded" in followUp ? followUp.discarded : "a follow-up";
}

test.each([externalOrdersChangeNothing, inputOrderDoesNotMatter])(
  "$name is not judged where a number names an order",
  async (property) => {
    const reason = "a step names an order by its place in the list";
    for (const steps of within(fill(0))) expect(await followUpOf(property, steps)).toBe(reason);
    for (const steps of within(fill(ownId(1)))) {
      expect(await followUpOf(property, steps)).toBe("a follow-up");
    }
  },
);

test("a dry run is not repeated where something happens within it or its snapshot", async () => {
  for (const steps of within(fill(ownId(1)))) {
    const reason = "something happens between its reads or in its run";
    expect(await followUpOf(repeatingADryRunChangesNothing, steps)).toBe(reason);
  }
  const plain: Steps = [{ kind: "snapshot" }, { kind: "reconcile" }];
  expect(await followUpOf(repeatingADryRunChangesNothing, plain)).toBe("a follow-up");
});

/** Whether a second run is judged that has more to do than the first run knew. */
async function judgeSecond(steps: Steps) {
  const scenario = scenarioWith({ gates: openGates, exchange, steps });
  const observed = { scenario, observation: await runScenario(scenario, shippedPipeline) };
  return firstVerdict((failures) =>
    aSecondRunHasNothingToDo.judge(observed, observed, null, failures),
  ).kind;
}

test("a second run may have something to do where an order came within the first one", async () => {
  const add = { kind: "add-order", order: observedOrder({ clientOrderId: ownId(9) }) } as const;
  const again: Steps = [
    { kind: "advance-clock", ms: 1 },
    { kind: "snapshot" },
    { kind: "reconcile" },
  ];
  expect(await judgeSecond([{ kind: "snapshot" }, { kind: "reconcile" }, ...again])).toBe("pass");
  const during: Steps = [
    { kind: "snapshot" },
    { kind: "reconcile", during: [{ afterCall: 0, step: add }] },
  ];
  expect(await judgeSecond([...during, ...again])).toBe("discarded");
  const between: Steps = [{ kind: "snapshot", between: { steps: [add] } }, { kind: "reconcile" }];
  expect(await judgeSecond([...between, ...again])).toBe("discarded");
});

test("quiescence has a run for each order that comes within a step", () => {
  const config = { maxOrdersPerAction: 1 };
  const add = { kind: "add-order", order: observedOrder() } as const;
  const runsOf = (steps: Steps) => maxQuietRuns(scenarioWith({ config, steps }));
  expect(runsOf([{ kind: "reconcile" }])).toBe(0);
  expect(runsOf([{ kind: "reconcile", during: [{ afterCall: 0, step: add }] }])).toBe(1);
  expect(runsOf([{ kind: "snapshot", between: { steps: [add] } }, { kind: "reconcile" }])).toBe(1);
});

test("symbols are renamed in steps within a step", () => {
  const symbols = ["BTCUSDT", "LTCUSDT"].map((name) => tradingSymbolSchema.parse(name));
  const [from, to] = symbols;
  if (from === undefined || to === undefined) throw new Error("there are two");
  const add = { kind: "add-order", order: observedOrder() } as const;
  const scenario = scenarioWith({
    steps: [
      { kind: "snapshot", between: { steps: [add] } },
      { kind: "reconcile", during: [{ afterCall: 1, step: fill(ownId()) }] },
    ],
  });
  const renamed: Scenario = renameSymbols(scenario, new Map([[from, to]]));
  const id = ownId().replace("BTC", "LTC");
  expect(renamed.steps).toMatchObject([
    { between: { steps: [{ order: { symbol: to, clientOrderId: id } }] } },
    { during: [{ afterCall: 1, step: { clientOrderId: id } }] },
  ]);
});
