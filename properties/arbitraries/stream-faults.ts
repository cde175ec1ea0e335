/** Faults of the user stream of a bot on the wire. */
import * as fc from "fast-check";
import {
  eventFaultKinds,
  streamEndKinds,
  type StreamFault,
} from "../../src/domain/stream-fault.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { Step } from "../../src/scenario/step.ts";

/** Often the first events: a run may have no others. */
const event = fc.constantFrom(1, 1, 1, 2, 2, 3, 4, 5);

const ofEvent: fc.Arbitrary<StreamFault> = fc.record({
  event,
  kind: fc.constantFrom(...eventFaultKinds),
});
const ofStream: fc.Arbitrary<StreamFault> = fc.record({
  event: fc.oneof(fc.constant(0), event),
  kind: fc.constantFrom(...streamEndKinds),
});

const some = fc.uniqueArray(fc.oneof(ofEvent, ofStream), {
  minLength: 1,
  maxLength: 3,
  size: "max",
  selector: (fault) => fault.event,
});

/** Null is none. */
const streamFaults: fc.Arbitrary<readonly StreamFault[] | null> = fc.oneof(
  { arbitrary: fc.constant(null), weight: 2 },
  { arbitrary: some, weight: 3 },
);

/** The cases with faults of the user stream. Each run of a case has the same ones. */
export function withFaultyStreams(cases: fc.Arbitrary<Scenario>): fc.Arbitrary<Scenario> {
  return fc
    .tuple(cases, streamFaults)
    .map(([scenario, faults]) => (faults === null ? scenario : withStreamFaults(scenario, faults)));
}

export function withStreamFaults(scenario: Scenario, faults: readonly StreamFault[]): Scenario {
  const steps = scenario.steps.map((step): Step => {
    return step.kind === "reconcile" ? { ...step, streamFaults: faults } : step;
  });
  return { ...scenario, steps };
}
