/**
 * What happens between two reads of a snapshot, and between two port calls of a run. In sequences a run follows, because
 * only a later run shows an update that was lost.
 */
import * as fc from "fast-check";
import { zero } from "../../src/domain/decimal.ts";
import type { InnerStep } from "../../src/scenario/inner-step.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { StepDuringRun } from "../../src/scenario/steps/reconcile.ts";
import type { Step } from "../../src/scenario/step.ts";
import { dust } from "./decimal.ts";
import { always, type Operation, type StepGenerator } from "./step-generator.ts";

const first = fc.constantFrom(
  ...(["orders", "orders", "positions", "positions", "positions", "conditionalOrders"] as const),
);
const afterCall = fc.constantFrom(0, 1, 1, 1, 1, 2, 3);

/** Time passes between two reads: less than any bound, the grace period, a minute. */
const waitMs = fc.constantFrom(0, 1, 250, 250, 250, 1_000, 5_001, 60_000);

type Between = NonNullable<Extract<Step, { readonly kind: "snapshot" }>["between"]>;
type Changes = { readonly operation: Operation; readonly afterCall: number };

/** As long as the longest cooldown of a sequence, so that the run may call the port. */
const minute: Step = { kind: "advance-clock", ms: 60_000 };

const newest: Step = { kind: "deliver-update", update: -1 };

/** A part of an order fills, and its update arrives at once: the order stays live. */
export const deliveredFill: StepGenerator = {
  weight: 6,
  generate: fc.nat({ max: 9 }).map((clientOrderId): Operation => {
    const steps: readonly Step[] = [{ kind: "fill-order", clientOrderId, quantity: dust }, newest];
    return () => steps;
  }),
};

/** An order ends, and its update arrives at once. */
export const deliveredEnd: StepGenerator = {
  weight: 4,
  generate: fc.nat({ max: 9 }).map((clientOrderId): Operation => {
    const steps: readonly Step[] = [{ kind: "cancel-by-exchange", clientOrderId }, newest];
    return () => steps;
  }),
};

/** Often of what the run has just done. */
export const newestUpdate: StepGenerator = { weight: 5, generate: fc.constant(always(newest)) };

type Generators = {
  /** An order of the bot, which may fill or end within the run. */
  readonly place: StepGenerator;
  /** What gives the run something to do. */
  readonly add: readonly StepGenerator[];
  /** What happens within. */
  readonly change: readonly StepGenerator[];
};

export function innerSteps(
  { place, add, change: changesWithin }: Generators,
  snapshotAndRun: readonly Step[],
): StepGenerator {
  const added = fc.oneof(...add.map(({ generate }) => generate));
  const changed = fc.oneof(
    ...changesWithin.map(({ weight, generate: arbitrary }) => ({ weight, arbitrary })),
  );
  return {
    weight: 3,
    generate: fc
      .record({
        placed: place.generate,
        before: fc.array(added, { minLength: 1, maxLength: 3, size: "max" }),
        changes: fc.array(fc.record({ operation: changed, afterCall }), {
          minLength: 1,
          maxLength: 3,
          size: "max",
        }),
        first,
        ms: waitMs,
        where: fc.constantFrom("run", "run", "snapshot"),
      })
      .map(({ placed, before, changes, first: part, ms, where }): Operation => (context) => {
        const steps = [placed, ...before].flatMap((operation) => operation(context));
        const last =
          where === "run"
            ? withDuring(changes, snapshotAndRun, context)
            : withBetween(changes, part, ms, snapshotAndRun, context);
        return [minute, ...steps, ...last, ...snapshotAndRun];
      }),
  };
}

type Context = Parameters<Operation>[0];

function withDuring(
  changes: readonly Changes[],
  snapshotAndRun: readonly Step[],
  context: Context,
): readonly Step[] {
  const during = changes.flatMap(({ operation, afterCall: calls }) =>
    operation(context).flatMap((step): StepDuringRun[] =>
      isInner(step) && step.kind !== "advance-clock" ? [{ afterCall: calls, step }] : [],
    ),
  );
  if (during.length === 0) return snapshotAndRun;
  return snapshotAndRun.map((step) => (step.kind === "reconcile" ? { ...step, during } : step));
}

function withBetween(
  changes: readonly Changes[],
  part: Between["first"],
  ms: number,
  snapshotAndRun: readonly Step[],
  context: Context,
): readonly Step[] {
  const happened = changes.flatMap(({ operation }) => operation(context).filter(isInner));
  const steps = withWait(happened, ms);
  if (steps.length === 0) return snapshotAndRun;
  return snapshotAndRun.map((step) =>
    step.kind === "snapshot" ? { ...step, between: { first: part, steps } } : step,
  );
}

/** Time passes after the first change, so that the other changes are later. */
function withWait([change, ...others]: readonly InnerStep[], ms: number): readonly InnerStep[] {
  const wait: readonly InnerStep[] = ms === 0 ? [] : [{ kind: "advance-clock", ms }];
  return change === undefined ? wait : [...wait, change, ...wait, ...others];
}

const innerKinds: ReadonlySet<Step["kind"]> = new Set<InnerStep["kind"]>([
  "advance-clock",
  "place-order",
  "fill-order",
  "cancel-by-exchange",
  "add-order",
  "set-position",
  "order-update",
  "deliver-update",
  "trigger-order",
]);

function isInner(step: Step): step is InnerStep {
  return innerKinds.has(step.kind);
}

/** Of a scenario of one or two runs: each change names an order or a position that is at the exchange. */
type Change = {
  readonly kind: "fill" | "cancel" | "close" | "shrink";
  readonly index: number;
  readonly isPart: boolean;
  readonly afterCall: number;
};

export type InnerChanges = {
  readonly where: "run" | "snapshot";
  readonly first: Between["first"];
  readonly ms: number;
  readonly changes: readonly Change[];
};

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom(...(["fill", "fill", "fill", "cancel", "close", "shrink"] as const)),
  index: fc.nat({ max: 9 }),
  isPart: fc.boolean(),
  afterCall,
});

/** One case in ten has some; null is none. */
export const innerChanges: fc.Arbitrary<InnerChanges | null> = fc.oneof(
  { arbitrary: fc.constant(null), weight: 9 },
  {
    arbitrary: fc.record({
      where: fc.constantFrom("run", "snapshot", "snapshot"),
      first,
      ms: waitMs,
      changes: fc.array(change, { minLength: 1, maxLength: 3, size: "max" }),
    }),
    weight: 1,
  },
);

/** In the first snapshot or the first run. */
export function withInnerChanges(scenario: Scenario, drawn: InnerChanges | null): Scenario {
  if (drawn === null) return scenario;
  const { where, first: part, ms, changes } = drawn;
  const happened = changes.flatMap((one) =>
    stepOf(one, scenario).map((step) => ({ afterCall: one.afterCall, step })),
  );
  const between = withWait(
    happened.map(({ step }) => step),
    ms,
  );
  const kind = where === "run" ? "reconcile" : "snapshot";
  const at = scenario.steps.findIndex((step) => step.kind === kind);
  const step = scenario.steps[at];
  if (step === undefined) return scenario;
  if (step.kind === "reconcile" && happened.length > 0) {
    return { ...scenario, steps: scenario.steps.with(at, { ...step, during: happened }) };
  }
  if (step.kind !== "snapshot" || between.length === 0) return scenario;
  const changed = { ...step, between: { first: part, steps: between } };
  return { ...scenario, steps: scenario.steps.with(at, changed) };
}

type ExchangeStep = Extract<
  InnerStep,
  { readonly kind: "fill-order" | "cancel-by-exchange" | "set-position" }
>;

function stepOf({ kind, index, isPart }: Change, { exchange }: Scenario): ExchangeStep[] {
  const order = exchange.orders[index % exchange.orders.length];
  const position = exchange.positions[index % exchange.positions.length];
  if (kind === "fill" || kind === "cancel") {
    if (order === undefined) return [];
    const { clientOrderId, symbol } = order;
    return kind === "cancel"
      ? [{ kind: "cancel-by-exchange", clientOrderId, symbol }]
      : [{ kind: "fill-order", clientOrderId, symbol, quantity: isPart ? dust : null }];
  }
  if (position === undefined) return [];
  const { symbol, positionSide, quantity } = position;
  const isShort = quantity.startsWith("-") || positionSide === "SHORT";
  const left = kind === "close" || isShort ? zero : dust;
  return [{ kind: "set-position", position: { symbol, positionSide, quantity: left } }];
}
