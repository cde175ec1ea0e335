import { expect, test } from "vitest";
import { expectedOrder, ownId, scenarioWith } from "../test-fixtures/scenarios.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline } from "../simulation/target.ts";
import { findSituations } from "./order-situations.ts";

/** The situations of a scenario that starts with a buy order, in the order in which they are found. */
async function situationsOf(steps: NonNullable<Parameters<typeof scenarioWith>[0]>["steps"] = []) {
  const scenario = scenarioWith({
    expected: { orders: [expectedOrder({ quantity: "0.3" })] },
    steps: [...steps, { kind: "reconcile" }],
  });
  const found: string[] = [];
  const observation = await runScenario(scenario, shippedPipeline);
  findSituations({ scenario, observation }, (situation) => found.push(situation));
  return found;
}

const fill = (filledQuantity: string, clientOrderId = ownId()) =>
  ({
    kind: "order-update",
    clientOrderId,
    status: "PARTIALLY_FILLED",
    updatedAtMs: 7,
    filledQuantity,
  }) as const;
const [isNew, isRepeated, isLate] = ["new", "repeated", "late"].map(
  (word) => `an order update with a ${word} fill`,
);

test("a fill is new, repeated or late by what arrived of its order since the bot started", async () => {
  expect(await situationsOf([fill("0"), fill("0.1", "unknown")])).toEqual([]);
  expect(await situationsOf([fill("0.2"), fill("0.20"), fill("0.1")])).toEqual([
    isNew,
    isRepeated,
    isLate,
  ]);
  const initial = { kind: "restart", expectedState: "initial" } as const;
  expect(await situationsOf([fill("0.2"), initial, fill("0.2")])).toEqual([isNew, isNew]);
  const isEmpty = { kind: "restart", expectedState: "empty" } as const;
  expect(await situationsOf([fill("0.2"), isEmpty, fill("0.2")])).toEqual([isNew]);
  const order = expectedOrder({ clientOrderId: ownId(2) });
  const placed = (lost: "nothing" | "reply") => ({ kind: "place-order", order, lost }) as const;
  expect(await situationsOf([placed("nothing"), fill("0.001", ownId(2))])).toEqual([isNew]);
  expect(await situationsOf([placed("reply"), fill("0.001", ownId(2))])).toEqual([]);
});
