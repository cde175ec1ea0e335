/** Labels of the faults of the user stream. Only a target that opens one can reach these. */
import type { Case } from "../../properties/property.ts";
import { eventFaultKinds, streamEndKinds, type StreamFault } from "../domain/stream-fault.ts";

const anyFault = "a fault of the user stream";
const labelOf = (kind: StreamFault["kind"]) => `a user stream with the fault ${kind}`;

/** The minimum share of random cases. Few runs have an event to which a fault can happen. */
export const streamLabels: Readonly<Record<string, number>> = {
  [anyFault]: 0.05,
  ...Object.fromEntries(streamEndKinds.map((kind) => [labelOf(kind), 0.01])),
  ...Object.fromEntries(eventFaultKinds.map((kind) => [labelOf(kind), 0.003])),
};

/** Adds the labels of a scenario of one or two runs. */
export function addStreamLabels({ observation }: Case, found: Set<string>): void {
  for (const { fault } of observation.streamEvents) {
    if (fault === null) continue;
    found.add(anyFault);
    found.add(labelOf(fault));
  }
}
