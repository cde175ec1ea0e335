import { expect, test } from "vitest";
import { defineTarget } from "../target/define-target.ts";
import { hasConditionalOrders } from "../scenario/scenario.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline, type Target } from "../simulation/target.ts";
import { expectedStop, observedStop } from "../test-fixtures/conditional-orders.ts";
import type { Parts } from "../test-fixtures/observe.ts";
import { observedOrder, scenarioWith } from "../test-fixtures/scenarios.ts";
import { scenariosOf, type Batch } from "./batch.ts";
import { campaignContext } from "./campaign-context.ts";
import {
  addConditionalLabels,
  conditionalLabels,
  isAboutConditionalOrders,
} from "./conditional-orders.ts";
import { reachable, wholeSupport } from "./support.ts";
import { inputsWith } from "../test-fixtures/campaign-inputs.ts";

async function labelsOf(parts: Parts): Promise<string[]> {
  const scenario = scenarioWith(parts);
  const observation = await runScenario(scenario, shippedPipeline);
  const labels = new Set<string>();
  addConditionalLabels({ scenario, observation }, observation.runs, labels);
  return [...labels].toSorted();
}

const some = "a conditional order";
const closing = "a conditional order that closes the position";
const external = { clientOrderId: "web_1" };
const failed = { kind: "failed" } as const;
const exchangeWith = (...conditionalOrders: ReturnType<typeof observedStop>[]): Parts => ({
  exchange: { conditionalOrders },
});

test.each<[string, Parts, string[]]>([
  ["none in play", { exchange: { orders: [observedOrder()] } }, []],
  ["an empty list", exchangeWith(), []],
  ["an external one", exchangeWith(observedStop(external)), [some]],
  [
    "one without a quantity",
    exchangeWith(observedStop({ ...external, quantity: null })),
    [some, closing],
  ],
  [
    "an ended one without a quantity",
    exchangeWith(observedStop({ ...external, quantity: null, status: "EXPIRED" })),
    [some],
  ],
  [
    "one that is being triggered",
    exchangeWith(observedStop({ ...external, status: "TRIGGERING" })),
    [some, "a conditional order that is being triggered"],
  ],
  [
    "an own one that is not expected",
    exchangeWith(observedStop()),
    [some, "an own live conditional order that is not expected"],
  ],
  [
    "an id in both lists",
    {
      exchange: { orders: [observedOrder(external)], conditionalOrders: [observedStop(external)] },
    },
    [some, "an id in both lists of orders"],
  ],
  [
    "a failed list",
    {
      ...exchangeWith(),
      steps: [{ kind: "snapshot", conditionalOrders: failed }, { kind: "reconcile" }],
    },
    ["a failed list of conditional orders"],
  ],
])("the labels of %s", async (_, parts, labels) => {
  expect(await labelsOf(parts)).toEqual(labels);
});

const inputs = inputsWith({
  sequences: 250,
  regressions: [scenarioWith(exchangeWith(observedStop())), scenarioWith()],
});
const bot: Target = defineTarget({
  name: "a bot",
  reports: [],
  start: () => undefined,
  reconcile: () => ({}),
});
const declaring = { ...bot, supportsConditionalOrders: true };

const phases = ["regressions", "enumeration", "random", "sequences"] as const;

function casesWithThem(target: Target): number[] {
  const { plan } = campaignContext(inputs, target);
  return phases.map((phase) => {
    const batch: Batch = { number: 0, phase, start: 0, cases: 250 };
    return [...scenariosOf(batch, plan)].filter(hasConditionalOrders).length;
  });
}

test("only a target that declares conditional orders gets cases with them", () => {
  expect(casesWithThem(bot)).toEqual([0, 0, 0, 0]);
  const [regressions, , random = 0, sequences = 0] = casesWithThem(declaring);
  expect(regressions).toBe(1);
  expect(Math.min(random, sequences)).toBeGreaterThan(5);
});

test("a scenario with them is no case for a target that does not declare them", async () => {
  for (const parts of [
    exchangeWith(),
    { expected: { conditionalOrders: [] } },
    {
      steps: [
        { kind: "place-conditional-order", conditionalOrder: expectedStop() },
        { kind: "reconcile" },
      ],
    },
  ] satisfies Parts[]) {
    const scenario = scenarioWith(parts);
    const { targetError } = await runScenario(scenario, bot);
    expect(targetError).toMatchObject({ kind: "unsupported" });
    expect((await runScenario(scenario, declaring)).targetError).toBe(null);
  }
});

test("labels and transitions that need them are left out for such a target", () => {
  const names = ["ORDER_EXISTS_UNEXPECTED", some, "crash > trigger-order", "crash > place-order"];
  expect(reachable(names, wholeSupport)).toEqual(names);
  expect(reachable(names, { ...wholeSupport, supportsConditionalOrders: false })).toEqual([
    names[0],
    names[3],
  ]);
  expect(Object.keys(conditionalLabels).every(isAboutConditionalOrders)).toBe(true);
});
