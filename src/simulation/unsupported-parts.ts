/** What a scenario has and a target does not support. Such a target would be judged by what it cannot see or do. */
import {
  hasConditionalOrders,
  hasOverlappingRuns,
  hasStreamFaults,
  hasWireParts,
  isSequence,
  type Scenario,
} from "../scenario/scenario.ts";
import type { Target } from "./target.ts";

/** One sentence about the first such part, or null. */
export function describeUnsupported(target: Target, scenario: Scenario): string | null {
  const part = unsupportedPart(target, scenario);
  return part === null ? null : `the scenario has ${part}, which the target does not support`;
}

function unsupportedPart(target: Target, scenario: Scenario): string | null {
  // A target that cannot start a new process would keep its memory after a crash.
  if (target.supportsSequences === false && isSequence(scenario)) return "the steps of a sequence";
  if (target.supportsConditionalOrders === false && hasConditionalOrders(scenario)) {
    return "conditional orders";
  }
  if (target.isOnWire !== true && hasWireParts(scenario))
    return "faults of replies on the wire, or steps after a read";
  if (target.isOnWire !== true && hasStreamFaults(scenario)) return "faults of the user stream";
  const isAlone = target.openInstance === undefined;
  return isAlone && hasOverlappingRuns(scenario) ? "two instances at once" : null;
}
