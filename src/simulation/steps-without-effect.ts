/**
 * The steps that found nothing to act on, such as a fill of an order that is not live, a port fault that met no port
 * call, or a list that is cut after more entries than it has.
 */
import type { Snapshot } from "../domain/snapshot.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { describeSnapshotPart, type SnapshotPartStep } from "../scenario/snapshot-part.ts";
import { describeStep, innerStepsOf, isSimulated, runsOf, type Step } from "../scenario/step.ts";
import type { Observation } from "./observation.ts";

function nameOf(at: number, inner?: number): string {
  return inner === undefined ? `steps[${at}]` : `steps[${at}], step ${inner + 1} within it`;
}

/** Their places and texts. A run is a step too, and it is never without effect. */
export function stepsWithoutEffect(
  { steps, startsAtMs }: Scenario,
  observation: Observation,
): readonly string[] {
  const { trace } = observation;
  const executed = new Set(trace.map(({ place, inner }) => nameOf(place, inner)));
  return steps.flatMap((step, at) => {
    const described = [
      ...(isSimulated(step) ? [[nameOf(at), step] as const] : []),
      ...innerStepsOf(step).map((inner, index) => [nameOf(at, index), inner] as const),
    ];
    const idle = described.flatMap(([name, one]) =>
      executed.has(name) ? [] : [`${name}, ${describeStep(one, startsAtMs)}`],
    );
    const reasons = executed.has(nameOf(at)) ? idleReasons(step, at, steps, observation) : [];
    return [...idle, ...reasons.map((reason) => `${nameOf(at)}, ${reason}`)];
  });
}

function idleReasons(
  step: Step,
  at: number,
  steps: readonly Step[],
  observation: Observation,
): readonly string[] {
  // Until the next step of its kind, which replaces what it did.
  const next = steps.findIndex(({ kind }, place) => place > at && kind === step.kind);
  const end = next === -1 ? steps.length : next;
  const runs = { first: countRuns(steps.slice(0, at)), end: countRuns(steps.slice(0, end)) };
  if (step.kind === "set-port-faults") return unmetFaults(step, runs, observation);
  if (step.kind !== "snapshot" || runs.first === runs.end) return [];
  const shown = observation.runContexts[runs.first]?.snapshot;
  return shown === undefined ? [] : honestParts(step, shown);
}

function countRuns(steps: readonly Step[]): number {
  return steps.reduce((count, step) => count + runsOf(step), 0);
}

type Runs = { readonly first: number; readonly end: number };

/** A dry run makes no port call, so no fault is missed there. */
function unmetFaults(
  step: Extract<Step, { kind: "set-port-faults" }>,
  { first, end }: Runs,
  { runs, portCalls }: Observation,
): readonly string[] {
  const isLive = runs.slice(first, end).some(({ mode }) => mode === "live");
  const met = portCalls.filter(({ run, fault }) => run >= first && run < end && fault !== null);
  const unmet = step.faults.length - met.length;
  if (!isLive || unmet <= 0) return [];
  return [`${unmet} of ${step.faults.length} port faults: there was no port call for them`];
}

const partNames = {
  orders: "orders",
  positions: "positions",
  conditionalOrders: "conditional orders",
};

/** The parts that would mislead, if the list had more entries. */
function honestParts(
  step: Extract<Step, { kind: "snapshot" }>,
  snapshot: Snapshot,
): readonly string[] {
  return (["orders", "positions", "conditionalOrders"] as const).flatMap((name) => {
    const [part, shown] = [step[name], snapshot[name]];
    if (part === undefined || shown?.status !== "ok") return [];
    return isHonest(part, shown.items.length)
      ? [`${partNames[name]} ${describeSnapshotPart(part)}: the list has no more entries`]
      : [];
  });
}

function isHonest(part: SnapshotPartStep, shown: number): boolean {
  if (part.kind === "truncated") return shown < part.count;
  return part.kind === "repeating" && shown === 0;
}
