/** The parts that sequences are generated from: every kind of step, a run with its snapshot, and whole situations. */
import * as fc from "fast-check";
import type { Step, StepKind } from "../../src/scenario/step.ts";
import { deliveredEnd, deliveredFill, innerSteps, newestUpdate } from "./inner-steps.ts";
import { restingFill } from "./resting-fill.ts";
import { retries } from "./retries.ts";
import { filledRoundTrip, roundTrip } from "./round-trip.ts";
import { withoutArrival, type Operation, type StepGenerator } from "./step-generator.ts";
import { addOrder } from "./steps/add-order.ts";
import { advanceClock } from "./steps/advance-clock.ts";
import { cancelByExchange } from "./steps/cancel-by-exchange.ts";
import { crash } from "./steps/crash.ts";
import { deliverUpdate } from "./steps/deliver-update.ts";
import { fillOrder } from "./steps/fill-order.ts";
import { orderUpdate } from "./steps/order-update.ts";
import { placeConditionalOrder, triggeredClose } from "./steps/place-conditional-order.ts";
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

export const freshSnapshot: Step = {
  kind: "snapshot",
  orders: { kind: "ok" },
  positions: { kind: "ok" },
};
export const run: Step = { kind: "reconcile" };
export const snapshotAndRun: readonly Step[] = [freshSnapshot, run];

const faultThen = (steps: readonly Step[]): fc.Arbitrary<Operation> =>
  setPortFaults.generate.map((fault) => (context) => [...fault(context), ...steps]);
const faultyRun = faultThen(snapshotAndRun);

/** Operations that leave nothing open at the exchange where nothing was open before. */
const withoutOpening: readonly fc.Arbitrary<Operation>[] = [
  ...[
    advanceClock,
    setClock,
    setPortFaults,
    setAuditFault,
    setGates,
    setConfig,
    setPrice,
    restart,
    crash,
    orderUpdate,
    deliverUpdate,
  ].map(({ generate }) => generate),
  withoutArrival(placeOrder),
  withoutArrival(placeConditionalOrder),
  triggeredClose,
  filledRoundTrip,
  fc.constant(() => snapshotAndRun),
  fc.constant(() => [{ kind: "reconcile-overlapping", turns: [2, 1] }]),
];

/** The order decides what a seed generates, so a new kind goes to the end. */
const usualGenerators = {
  reconcile,
  snapshot,
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
  restart,
  crash,
  "set-gates": setGates,
  "set-config": setConfig,
  "set-price": setPrice,
  "place-conditional-order": placeConditionalOrder,
  "set-position-mode": setPositionMode(
    roundTrip(snapshotAndRun),
    faultThen([freshSnapshot]),
    run,
    snapshotAndRun,
    withoutOpening,
  ),
  "set-clock": setClock,
};

const stepGenerators = {
  ...usualGenerators,
  "trigger-order": triggerOrder([]),
  "reconcile-overlapping": reconcileOverlapping(snapshotAndRun),
} satisfies Record<StepKind, StepGenerator>;

export type OperationName =
  | StepKind
  | "run"
  | "round-trip"
  | "retries"
  | "resting-fill"
  | "inner-steps";

/** What can happen within a snapshot or a run; the order decides what a seed generates. */
const innerGenerators: readonly StepGenerator[] = [
  { ...fillOrder, weight: 6 },
  { ...deliverUpdate, weight: 4 },
  { ...cancelByExchange, weight: 3 },
  addOrder,
  placeOrder,
  setPosition,
  orderUpdate,
  triggerOrder([]),
  deliveredFill,
  newestUpdate,
  deliveredEnd,
];

export const operations: Readonly<Record<OperationName, StepGenerator>> = {
  run: { weight: 10, generate: fc.constant(() => snapshotAndRun) },
  ...stepGenerators,
  "round-trip": roundTrip(snapshotAndRun),
  retries: retries(snapshotAndRun),
  "resting-fill": restingFill(freshSnapshot, run),
  "inner-steps": innerSteps(
    { place: placeOrder, add: [addOrder, addOrder, setPosition], change: innerGenerators },
    snapshotAndRun,
  ),
};

/** The generators of these operations, and of no other. */
export function generatorsOf(allowed: readonly OperationName[]): readonly StepGenerator[] {
  const others = allowed.flatMap((name) =>
    name === "trigger-order" ? [] : [operations[name].generate],
  );
  // As likely as three of the others, because few of them have a run.
  const between = [...others, faultyRun, faultyRun, faultyRun];
  return allowed.map((name) =>
    name === "trigger-order" ? triggerOrder(between) : operations[name],
  );
}
