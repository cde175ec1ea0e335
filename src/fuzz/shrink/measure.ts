/**
 * The order by which one scenario is smaller than another. Every pass offers only smaller scenarios, and the
 * shrinker compares each scenario that it takes. So shrinking ends without a bound on its rounds.
 */
import { configSchema } from "../../domain/config.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { withInnerSteps, type Step } from "../../scenario/step.ts";
import { fieldsOf, type JsonField } from "./json-fields.ts";

/** The counts are compared from left to right; where all are equal, the texts are compared. */
export type Measure = { readonly counts: readonly number[]; readonly text: string };

/**
 * Compared in this order:
 * 1. Steps, also those within a step, because a reader follows them one by one.
 * 2. Indirections, because a run or a fill is harder to follow than a step that states its effect.
 * 3. Entities, the orders, conditional orders and positions of both states, because each may take part in the failure.
 * 4. Fields without a plain value, of those that have one, because a reader asks why they differ.
 * 5. The JSON text, a shorter one first, then by code unit. So a smaller number comes first.
 */
export function measureOf(scenario: Scenario): Measure {
  const { expected, exchange } = scenario;
  const steps = withInnerSteps(scenario.steps);
  const { conditionalOrders: known = [] } = expected;
  const { conditionalOrders: listed = [] } = exchange;
  const lists = [expected.orders, expected.positions, exchange.orders, exchange.positions];
  const entities = [...lists, known, listed].reduce((sum, list) => sum + list.length, 0);
  const indirections = steps.reduce((sum, step) => sum + indirectionsOf(step), 0);
  const fields = [...fieldsOf(scenario)].filter((field) => {
    const plain = plainValues[field.name] ?? [];
    return plain.length > 0 && plainerValues(field).length === plain.length;
  });
  const counts = [stepsIn(steps), indirections, entities, fields.length];
  return { counts, text: JSON.stringify(scenario) };
}

/** Two instances at once do this many steps: two snapshots and two runs. */
const stepsOfInstances = 4;

export function stepsIn(steps: readonly Step[]): number {
  return steps.reduce((sum, step) => sum + (isOverlapping(step) ? stepsOfInstances : 1), 0);
}

function isOverlapping({ kind }: Step): boolean {
  return kind === "reconcile-overlapping";
}

export function isSmaller(left: Measure, right: Measure): boolean {
  const at = left.counts.findIndex((count, place) => count !== right.counts[place]);
  if (at !== -1) return (left.counts[at] ?? 0) < (right.counts[at] ?? 0);
  if (left.text.length !== right.text.length) return left.text.length < right.text.length;
  return left.text < right.text;
}

/** Throws for a candidate that is not smaller: two passes that undo each other would never end. */
export function assertSmaller(candidate: Scenario, previous: Scenario): void {
  if (isSmaller(measureOf(candidate), measureOf(previous))) return;
  throw new Error("a shrink pass offered a scenario that is not smaller; this is a defect");
}

const statesItsEffect: ReadonlySet<Step["kind"]> = new Set([
  "set-position",
  "cancel-by-exchange",
  "order-update",
]);

/**
 * An order that is named by a number depends on the other orders, so the number counts too. So does the order of what
 * two instances do.
 */
function indirectionsOf(step: Step): number {
  if (isOverlapping(step)) return stepsOfInstances + 1;
  const byNumber = "clientOrderId" in step && typeof step.clientOrderId === "number";
  return (statesItsEffect.has(step.kind) ? 0 : 1) + (byNumber ? 1 : 0);
}

const { symbolWhitelist: _, ...plainConfig } = configSchema.parse({
  cooldownSeconds: 0,
  requireWhitelist: false,
});

/**
 * The plain values of fields by name; each has a smaller text than those after it. The name of a step's field
 * starts with the kind of the step. The configuration of the smoke test is plain. An id, a symbol or a
 * time has no plain value.
 */
const plainValues: Readonly<Record<string, readonly unknown[]>> = {
  ...Object.fromEntries(Object.entries(plainConfig).map(([name, value]) => [name, [value]])),
  action: ["none", "flatten", "cancel_all"],
  confirm: [null],
  env: [{}],
  quantity: ["0.001", "-0.001"],
  price: ["50000.00"],
  reduceOnly: [false],
  triggerPrice: ["50000.00"],
  // Of a normal order, and of a conditional one.
  status: ["OPEN", "NEW"],
  listsOnlyOpenOrders: [undefined],
  filters: [undefined],
  stepSize: [undefined],
  minQuantity: [undefined],
  minNotional: [undefined],
  maxMarketQuantity: [undefined],
  "snapshot.orders": [{ kind: "ok" }],
  "snapshot.positions": [{ kind: "ok" }],
  "place-order.lost": ["nothing"],
  "place-conditional-order.lost": ["nothing"],
  "trigger-order.into": ["TRIGGERED"],
  "fill-order.quantity": [null],
  "crash.applied": [false],
  "restart.expectedState": ["current"],
};

/** The plain values that come before the value of this field, or all of them when it is not plain. */
export function plainerValues({ name, value }: JsonField): readonly unknown[] {
  const plain = plainValues[name] ?? [];
  const text = JSON.stringify(value);
  const at = plain.findIndex((other) => JSON.stringify(other) === text);
  return at === -1 ? plain : plain.slice(0, at);
}
