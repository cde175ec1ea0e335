/** The lines of the timeline for a run on the wire: the faults of replies, and the events of the user stream. */
import {
  describeStreamEvent,
  describeStreamFault,
  type RecordedStreamEvent,
  type StreamFault,
} from "../domain/stream-fault.ts";
import { describeWireFault } from "../domain/wire-request.ts";
import type { Step } from "../scenario/step.ts";
import type { Observation } from "../simulation/observation.ts";

/** `run` is an index from 0. Empty for a run of any other target. */
export function describeOnWire(
  step: Step,
  run: number,
  { streamEvents }: Pick<Observation, "streamEvents">,
): string[] {
  if (step.kind !== "reconcile") return [];
  const { wireFaults = [], streamFaults = [] } = step;
  const own = streamEvents.filter((event) => event.run === run);
  const unmet = streamFaults.filter((fault) => !own.some((event) => isMet(fault, event)));
  return [
    ...wireFaults.map((fault) => `REPLY ${describeWireFault(fault)}`),
    ...own.map((event) => `STREAM ${describeStreamEvent(event)}`),
    ...unmet.map((fault) => `STREAM ${describeStreamFault(fault)}: it did not come to that`),
  ];
}

function isMet({ event, kind }: StreamFault, met: RecordedStreamEvent): boolean {
  return met.event === event && met.fault === kind;
}
