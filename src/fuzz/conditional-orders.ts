/** Labels of conditional orders, and what a campaign requires only of a target that knows them. */
import type { Case } from "../../properties/property.ts";
import { isLive } from "../domain/order.ts";
import type { ObservedRun } from "../domain/run-report.ts";
import type { StepKind } from "../scenario/step.ts";

const labels = {
  inPlay: "a conditional order",
  beforeFlatten: "an own live conditional order that is not expected",
  triggering: "a conditional order that is being triggered",
  withoutQuantity: "a conditional order that closes the position",
  sharedId: "an id in both lists of orders",
  failedList: "a failed list of conditional orders",
} as const;

/** The minimum share of random cases. */
export const conditionalLabels: Readonly<Record<string, number>> = {
  [labels.inPlay]: 0.03,
  [labels.beforeFlatten]: 0.01,
  [labels.triggering]: 0.005,
  [labels.withoutQuantity]: 0.01,
  [labels.sharedId]: 0.001,
  [labels.failedList]: 0.005,
};

/** The kinds of steps that no sequence has for a target without them. */
const conditionalKinds: readonly StepKind[] = ["place-conditional-order", "trigger-order"];

/** Whether a label or a transition needs a target that knows conditional orders. */
export function isAboutConditionalOrders(name: string): boolean {
  return (
    conditionalLabels[name] !== undefined || conditionalKinds.some((kind) => name.includes(kind))
  );
}

/** Adds the labels of a scenario of one or two runs. */
export function addConditionalLabels(
  { scenario, observation }: Case,
  groundTruth: readonly ObservedRun[],
  found: Set<string>,
): void {
  const { conditionalOrders } = scenario.exchange;
  if (conditionalOrders === undefined) return;
  if (conditionalOrders.length > 0) found.add(labels.inPlay);
  const normal = new Set<string>();
  for (const { clientOrderId } of scenario.exchange.orders) normal.add(clientOrderId);
  for (const { clientOrderId, status, quantity } of conditionalOrders) {
    if (status === "TRIGGERING") found.add(labels.triggering);
    if (quantity === null && isLive(status)) found.add(labels.withoutQuantity);
    if (normal.has(clientOrderId)) found.add(labels.sharedId);
  }
  for (const { snapshot } of observation.runContexts) {
    if (snapshot.conditionalOrders?.status === "failed") found.add(labels.failedList);
  }
  for (const run of groundTruth) {
    if (!("results" in run)) continue;
    for (const { mismatch } of run.results) {
      if (mismatch.type !== "ORDER_EXISTS_UNEXPECTED") continue;
      if (mismatch.orderList !== undefined) found.add(labels.beforeFlatten);
    }
  }
}
