/** The steps of a scenario. Each kind is a module in `steps/`; this is the list of them. */
import * as z from "zod";
import type { InnerStep } from "./inner-step.ts";
import type { SimulationControls, StepModule, StepText, SymbolRenamer } from "./step-module.ts";
import { addOrder } from "./steps/add-order.ts";
import { advanceClock } from "./steps/advance-clock.ts";
import { cancelByExchange } from "./steps/cancel-by-exchange.ts";
import { crash } from "./steps/crash.ts";
import { deliverUpdate } from "./steps/deliver-update.ts";
import { fillOrder } from "./steps/fill-order.ts";
import { orderUpdate } from "./steps/order-update.ts";
import { placeConditionalOrder } from "./steps/place-conditional-order.ts";
import { placeOrder } from "./steps/place-order.ts";
import { reconcile } from "./steps/reconcile.ts";
import { reconcileOverlapping } from "./steps/reconcile-overlapping.ts";
import { restart } from "./steps/restart.ts";
import { setAuditFault } from "./steps/set-audit-fault.ts";
import { setClock } from "./steps/set-clock.ts";
import { setConfig } from "./steps/set-config.ts";
import { setGates } from "./steps/set-gates.ts";
import { setPortFaults } from "./steps/set-port-faults.ts";
import { setPosition } from "./steps/set-position.ts";
import { setPositionMode } from "./steps/set-position-mode.ts";
import { setPrice } from "./steps/set-price.ts";
import { snapshot } from "./steps/snapshot.ts";
import { triggerOrder } from "./steps/trigger-order.ts";

export type { SnapshotPartStep } from "./snapshot-part.ts";

/** In the order in which reports list the kinds. */
const modules = {
  snapshot,
  reconcile,
  "advance-clock": advanceClock,
  "set-port-faults": setPortFaults,
  "set-audit-fault": setAuditFault,
  "place-order": placeOrder,
  "fill-order": fillOrder,
  "cancel-by-exchange": cancelByExchange,
  "add-order": addOrder,
  "set-position": setPosition,
  "order-update": orderUpdate,
  "deliver-update": deliverUpdate,
  crash,
  restart,
  "set-gates": setGates,
  "set-config": setConfig,
  "set-price": setPrice,
  "set-position-mode": setPositionMode,
  "set-clock": setClock,
  "place-conditional-order": placeConditionalOrder,
  "trigger-order": triggerOrder,
  "reconcile-overlapping": reconcileOverlapping,
};

const schemas = Object.values(modules).map(({ schema }) => schema);
const stepUnion = z.discriminatedUnion("kind", [modules.snapshot.schema, ...schemas.slice(1)]);
export const stepSchema = stepUnion.readonly();
export type Step = z.infer<typeof stepSchema>;
export type StepKind = Step["kind"];
export const stepKinds: readonly StepKind[] = schemas.map(({ shape }) => shape.kind.value);

/** The steps in which the target runs, and how often. */
const runsOfKinds = { reconcile: 1, "reconcile-overlapping": 2 } as const;
type RunKind = keyof typeof runsOfKinds;

/** A step that the simulation executes: every kind in which the target does not run. */
export type SimulatedStep = Exclude<Step, { kind: RunKind }>;
export type OverlappingRuns = Extract<Step, { kind: "reconcile-overlapping" }>;

/** How many runs of the target the step has. */
export function runsOf({ kind }: Step): 0 | 1 | 2 {
  return kind === "reconcile" || kind === "reconcile-overlapping" ? runsOfKinds[kind] : 0;
}

export function isSimulated(step: Step): step is SimulatedStep {
  return runsOf(step) === 0;
}

const partsOf: { readonly [Kind in StepKind]: StepText<Extract<Step, { kind: Kind }>> } = modules;
const textOf = ({ kind }: Step): StepText<Step> => partsOf[kind];
const moduleOf = ({ kind }: SimulatedStep): StepModule<SimulatedStep> => modules[kind];

export function describeStep(step: Step, startsAtMs: number): string {
  return textOf(step).describe(step, startsAtMs);
}

export function simplerSteps(step: Step): readonly Step[] {
  return textOf(step).shrink(step);
}

export function renameStep(step: Step, renamer: SymbolRenamer): Step {
  return textOf(step).rename(step, renamer);
}

/** Calls `record` with the bound step before it is applied; a step with nothing to act on does nothing. */
export function executeStep(
  step: SimulatedStep,
  simulation: SimulationControls,
  record: (executed: SimulatedStep) => void,
): void {
  const module = moduleOf(step);
  const bound = module.bind === undefined ? step : module.bind(step, simulation);
  if (bound === null) return;
  record(bound);
  module.apply(bound, simulation);
}

/** A clock that advances only delivers requests. */
export function changesExchange(step: SimulatedStep): boolean {
  return moduleOf(step).changesExchange === true;
}

/** The order or position that a step puts at the exchange, or null. */
export function entityOf(step: Step) {
  if ("order" in step) return step.order;
  if ("conditionalOrder" in step) return step.conditionalOrder;
  return "position" in step ? step.position : null;
}

const none: readonly InnerStep[] = [];

/** The steps within a step, in the order of its list. */
export function innerStepsOf(step: Step): readonly InnerStep[] {
  if (step.kind === "snapshot") return step.between?.steps ?? none;
  return step.kind === "reconcile" ? (step.during?.map((inner) => inner.step) ?? none) : none;
}

/** The step with each of those within it changed. */
export function mapInnerSteps(
  step: Step,
  change: <Inner extends InnerStep>(inner: Inner) => Inner,
): Step {
  if (innerStepsOf(step).length === 0) return step;
  if (step.kind === "snapshot" && step.between !== undefined) {
    return {
      ...step,
      between: { ...step.between, steps: step.between.steps.map((inner) => change(inner)) },
    };
  }
  if (step.kind !== "reconcile" || step.during === undefined) return step;
  const during = step.during.map((inner) => ({ ...inner, step: change(inner.step) }));
  return { ...step, during };
}

export function withoutInnerSteps(step: Step): Step {
  if (step.kind === "snapshot") {
    const { between: _, ...rest } = step;
    return rest;
  }
  if (step.kind !== "reconcile") return step;
  const { during: _, ...rest } = step;
  return rest;
}

/** Each step, followed by those within it. The list itself where there are none. */
export function withInnerSteps(steps: readonly Step[]): readonly Step[] {
  return steps.some((step) => innerStepsOf(step).length > 0)
    ? steps.flatMap((step): Step[] => [step, ...innerStepsOf(step)])
    : steps;
}

/** Whether a step within this one names an order by a number, so that other orders in the list change it. */
export function namesByPlace(step: Step): boolean {
  return innerStepsOf(step).some(
    (inner) => "clientOrderId" in inner && typeof inner.clientOrderId === "number",
  );
}
