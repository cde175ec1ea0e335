/**
 * A scenario: one situation as data. The three P0 scenarios, a generated case, a saved
 * counterexample and a captured incident are all this type.
 */
import * as z from "zod";
import { expectedStateSchema } from "../domain/expected-state.ts";
import { exchangeStateSchema, sidesOf } from "../domain/exchange-state.ts";
import { configSchema } from "../domain/config.ts";
import { expectationSchema } from "./expectation.ts";
import { gateInputsSchema } from "../domain/gate.ts";
import type { PositionMode } from "../domain/position.ts";
import {
  entityOf,
  innerStepsOf,
  runsOf,
  stepSchema,
  withInnerSteps,
  type Step,
  type StepKind,
} from "./step.ts";
import type { InnerStep } from "./inner-step.ts";
import { sentenceSchema, textSchema } from "../domain/printable-text.ts";
import { timestampMsSchema } from "../domain/time.ts";

/** 2100-01-01: a clock that starts before it stays in range, even if every step advances it. */
const startsAtMsMax = 4_102_444_800_000;

/**
 * The schema of a scenario, of version 2 only. `parse` throws `ZodError` for a value that does not fit; `safeParse` returns
 * it.
 */
export const scenarioSchema = z
  .strictObject({
    schemaVersion: z.literal(2),
    name: textSchema.max(100),
    statement: sentenceSchema,
    /** The clock at the first step, in milliseconds since 1970-01-01T00:00:00Z. */
    startsAtMs: timestampMsSchema.max(startsAtMsMax),
    gates: gateInputsSchema.default({ confirm: null, env: {} }),
    config: configSchema.prefault({}),
    expected: expectedStateSchema.prefault({}),
    exchange: exchangeStateSchema.prefault({}),
    steps: z
      .array(stepSchema)
      .max(1_000)
      .refine((steps) => steps.some((step) => runsOf(step) > 0), {
        message: 'at least one step {"kind":"reconcile"}: without one nothing is tested',
      })
      .readonly(),
    expect: expectationSchema.optional(),
  })
  .superRefine(({ steps }, context) => {
    for (const [index, step] of steps.entries()) {
      if (step.kind !== "set-audit-fault" || !step.writable) continue;
      if (step.rejectedEvents === undefined) continue;
      const message = "no rejectedEvents: a writable trail rejects no event";
      context.addIssue({ code: "custom", message, path: ["steps", index, "rejectedEvents"] });
    }
  })
  .superRefine(({ exchange, steps }, context) => {
    // Which mode a step meets is known only when it is executed.
    if (steps.some(({ kind }) => kind === "set-position-mode")) return;
    for (const [index, step] of steps.entries()) {
      if (fitsTheMode(step, exchange.positionMode)) continue;
      const part = entityFields.find((name) => name in step) ?? "order";
      const message = `position side ${sidesOf[exchange.positionMode]}, or a step set-position-mode before it`;
      const path = ["steps", index, part, "positionSide"];
      context.addIssue({ code: "custom", message, path });
    }
  })
  .readonly();
/**
 * A situation as data: the state before, and the steps.
 *
 * - `schemaVersion`: always 2.
 * - `name` and `statement`: what it is, for readers.
 * - `startsAtMs`: the clock at the first step, in milliseconds since 1970-01-01T00:00:00Z.
 * - `gates`: the inputs of the gates; they decide between dry run and live mode.
 * - `config`: the configuration of the bot. Units are in the names: `Seconds`, `Ms`, `Usdt`.
 * - `expected`: the orders and positions that the bot expects. Quantities are decimal texts in units of the base asset.
 * - `exchange`: the orders, positions, mark prices and filters of the simulated exchange. Prices are in quote per unit.
 * - `steps`: what happens, in order, with at least one run.
 * - `expect`: what `judgeExpectation` compares with; optional.
 */
export type Scenario = z.infer<typeof scenarioSchema>;

/** The exchange accepts no order and has no position whose side its mode does not have. */
function fitsTheMode(step: Step, mode: PositionMode): boolean {
  return withInnerSteps([step]).every((one) => {
    const entity = entityOf(one);
    return entity === null || (entity.positionSide === "BOTH") === (mode === "one_way");
  });
}

const entityFields = ["position", "conditionalOrder", "order"] as const;

/** Whether a conditional order is in play, so that snapshots have the list of them. */
export function hasConditionalOrders({ expected, exchange, steps }: Scenario): boolean {
  return (
    exchange.conditionalOrders !== undefined ||
    expected.conditionalOrders !== undefined ||
    steps.some(({ kind }) => kind === "place-conditional-order")
  );
}

/** The scenario for a target that does not know conditional orders. */
export function withoutConditionalOrders(scenario: Scenario): Scenario {
  if (!hasConditionalOrders(scenario)) return scenario;
  const { conditionalOrders: _, ...expected } = scenario.expected;
  const { conditionalOrders: __, ...exchange } = scenario.exchange;
  const steps = scenario.steps.flatMap((step) => withoutConditional(step) ?? []);
  return { ...scenario, expected, exchange, steps };
}

function withoutConditional(step: Step): Step | null {
  if (step.kind === "place-conditional-order" || step.kind === "trigger-order") return null;
  if (step.kind === "cancel-by-exchange") return step.orderList === undefined ? step : null;
  if (step.kind === "reconcile") return withoutConditionalInRun(step);
  if (step.kind !== "snapshot") return step;
  const { conditionalOrders, between, ...rest } = step;
  const steps = between?.steps.filter(isOfNormalOrders) ?? [];
  if (conditionalOrders === undefined && steps.length === between?.steps.length) return step;
  if (between === undefined || steps.length === 0) return rest;
  const first = between.first === "conditionalOrders" ? "orders" : between.first;
  return { ...rest, between: { first, steps } };
}

type RunStep = Extract<Step, { readonly kind: "reconcile" }>;

function withoutConditionalInRun(step: RunStep): Step {
  if (step.during === undefined) return step;
  const left = step.during.filter((inner) => isOfNormalOrders(inner.step));
  const read = left.map((inner) =>
    inner.afterRead === "conditionalOrders" ? { ...inner, afterRead: "orders" as const } : inner,
  );
  return withDuring(step, read);
}

/** A run has no empty list of steps within it. */
export function withDuring(run: RunStep, steps: RunStep["during"] = []): RunStep {
  const { during: _, ...rest } = run;
  return steps.length === 0 ? rest : { ...rest, during: steps };
}

function isOfNormalOrders(step: InnerStep): boolean {
  return withoutConditional(step) !== null;
}

/** The scenario for a target that asks for no single order. */
export function withoutQueryFaults(scenario: Scenario): Scenario {
  if (!hasQueryFaults(scenario)) return scenario;
  const steps = scenario.steps.map((step): Step => {
    if (step.kind !== "reconcile") return step;
    const { queryFaults: _, ...rest } = step;
    return rest;
  });
  return { ...scenario, steps };
}

/** The scenario for a target that opens no user stream. */
export function withoutStreamFaults(scenario: Scenario): Scenario {
  if (!hasStreamFaults(scenario)) return scenario;
  const steps = scenario.steps.map((step): Step => {
    if (step.kind !== "reconcile") return step;
    const { streamFaults: _, ...rest } = step;
    return rest;
  });
  return { ...scenario, steps };
}

export function hasStreamFaults({ steps }: Scenario): boolean {
  return steps.some((step) => step.kind === "reconcile" && step.streamFaults !== undefined);
}

/** The scenario for a target that is not on the wire: without faults of replies and without steps after a read. */
export function withoutWireParts(scenario: Scenario): Scenario {
  if (!hasWireParts(scenario)) return scenario;
  const steps = scenario.steps.map((step): Step => {
    if (step.kind !== "reconcile") return step;
    const { wireFaults: _, ...rest } = step;
    return withDuring(
      rest,
      rest.during?.filter(({ afterRead }) => afterRead === undefined),
    );
  });
  return { ...scenario, steps };
}

export function hasWireParts({ steps }: Scenario): boolean {
  return steps.some(
    (step) =>
      step.kind === "reconcile" &&
      (step.wireFaults !== undefined ||
        step.during?.some(({ afterRead }) => afterRead !== undefined) === true),
  );
}

function hasQueryFaults({ steps }: Scenario): boolean {
  return steps.some((step) => step.kind === "reconcile" && step.queryFaults !== undefined);
}

/** Whether two instances of the target run at once. */
export function hasOverlappingRuns({ steps }: Scenario): boolean {
  return steps.some(({ kind }) => kind === "reconcile-overlapping");
}

/** What one instance does. */
export const snapshotAndRun: readonly Step[] = [
  { kind: "snapshot", orders: { kind: "ok" }, positions: { kind: "ok" } },
  { kind: "reconcile" },
];

/** The scenario for a target that has one instance only: it takes a snapshot and runs instead. */
export function withoutOverlappingRuns(scenario: Scenario): Scenario {
  if (!hasOverlappingRuns(scenario)) return scenario;
  const steps = scenario.steps.flatMap((step) =>
    step.kind === "reconcile-overlapping" ? snapshotAndRun : [step],
  );
  return { ...scenario, steps };
}

const kindsOfSingleRuns: ReadonlySet<StepKind> = new Set([
  "snapshot",
  "reconcile",
  "advance-clock",
  "set-port-faults",
  "set-audit-fault",
]);

/** What can happen within a step without a change of the expected state. */
const innerKindsOfSingleRuns: ReadonlySet<StepKind> = new Set([
  "advance-clock",
  "fill-order",
  "cancel-by-exchange",
  "add-order",
  "set-position",
]);

/**
 * Whether a scenario is a sequence: more than two runs, or a step of a kind that requires a target
 * with memory between runs.
 */
export function isSequence({ steps }: Scenario): boolean {
  let runs = 0;
  for (const step of steps) {
    const { kind } = step;
    if (!kindsOfSingleRuns.has(kind)) return true;
    if (kind === "reconcile") runs += 1;
    if (!innerStepsOf(step).every((inner) => innerKindsOfSingleRuns.has(inner.kind))) return true;
  }
  return runs > 2;
}
