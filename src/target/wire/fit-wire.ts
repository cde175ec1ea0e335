/**
 * A scenario as it can happen to a bot on the wire. The time of such a bot is that of the machine, so no reply takes
 * time, no clock is set, times are whole minutes, and a list does not name the time at which it was read.
 */
import type { PortFault } from "../../domain/port-fault.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { withoutReadTime } from "../../scenario/snapshot-part.ts";
import type { Step } from "../../scenario/step.ts";
import { inWholeMinutes } from "./whole-minutes.ts";

export function fitToWire(scenario: Scenario): Scenario {
  const steps = scenario.steps.flatMap((step) => fitStep(step) ?? []);
  return inWholeMinutes({ ...scenario, steps });
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
    case "reconcile": {
      const { queryFaults: _, ...rest } = step;
      return rest;
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
