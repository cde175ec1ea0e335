/**
 * A scenario as it can happen to a bot on the wire. The time of such a bot is that of the machine, so no reply takes
 * time, no clock is set, times are whole minutes, and a list does not name the time at which it was read. The bot reads
 * its lists in its runs, so that what happens between two reads happens within the next run.
 */
import type { PortFault } from "../../domain/port-fault.ts";
import { withDuring, type Scenario } from "../../scenario/scenario.ts";
import { withoutReadTime } from "../../scenario/snapshot-part.ts";
import type { Step } from "../../scenario/step.ts";
import type { StepDuringRun } from "../../scenario/steps/reconcile.ts";
import { inWholeMinutes } from "./whole-minutes.ts";

type SnapshotStep = Extract<Step, { readonly kind: "snapshot" }>;

export function fitToWire(scenario: Scenario): Scenario {
  let afterReads: readonly StepDuringRun[] = [];
  const steps = scenario.steps.flatMap((step) => {
    // A later snapshot takes the place of one that no run has read.
    if (step.kind === "snapshot") afterReads = stepsAfterReads(step);
    if (step.kind !== "reconcile") return fitStep(step) ?? [];
    const during = [...afterReads, ...(step.during ?? [])].slice(0, stepsMax);
    afterReads = [];
    return withDuring(step, during);
  });
  return inWholeMinutes({ ...scenario, steps });
}

/** As many as a run may have. */
const stepsMax = 1_000;

function stepsAfterReads({ between }: SnapshotStep): readonly StepDuringRun[] {
  if (between === undefined) return [];
  const afterRead = between.first;
  return between.steps.flatMap((step) =>
    step.kind === "advance-clock" ? [] : [{ afterCall: 0, afterRead, step }],
  );
}

/** Null where a step cannot happen. */
function fitStep(step: Step): Step | null {
  switch (step.kind) {
    case "set-clock":
    case "set-audit-fault":
      return null;
    case "set-port-faults":
      return { ...step, faults: step.faults.map(withoutDelay) };
    case "snapshot": {
      const { orders, positions, conditionalOrders } = step;
      const parts = {
        kind: step.kind,
        orders: withoutReadTime(orders),
        positions: withoutReadTime(positions),
      };
      return conditionalOrders === undefined
        ? parts
        : { ...parts, conditionalOrders: withoutReadTime(conditionalOrders) };
    }
    default:
      return step;
  }
}

function withoutDelay(fault: PortFault): PortFault {
  if (fault.kind === "never") return { kind: "timeout", applied: fault.applied };
  const { takesMs: _, ...atOnce } = fault;
  return atOnce;
}
