/** Faults of the replies to the requests of a bot on the wire. */
import * as fc from "fast-check";
import { showsFailure, wireFaultKinds, type WireFault } from "../../src/domain/wire-request.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { Step } from "../../src/scenario/step.ts";

const kind = fc.constantFrom(...wireFaultKinds);
/** Mostly the first request: a bot may send no second one. */
const call = fc.constantFrom(1, 1, 1, 2);

const ofRead: fc.Arbitrary<WireFault> = fc.record({
  endpoint: fc.constantFrom("openOrders", "openOrders", "positions", "positions", "openAlgoOrders"),
  call,
  kind,
});

const ofMutation = fc
  .record({ call, kind, isApplied: fc.boolean() })
  .map(({ isApplied, ...drawn }): WireFault => {
    const fault: WireFault = { endpoint: "mutation", ...drawn };
    return isApplied && !showsFailure(fault.kind) ? { ...fault, applied: true } : fault;
  });

const some = fc.array(fc.oneof(ofRead, ofMutation), { minLength: 1, maxLength: 2 });

/** Null is none. Each run of a case has the same faults. */
const replyFaults: fc.Arbitrary<readonly WireFault[] | null> = fc.oneof(
  { arbitrary: fc.constant(null), weight: 3 },
  { arbitrary: some, weight: 2 },
);

/** The cases with faults of replies. */
export function onWire(cases: fc.Arbitrary<Scenario>): fc.Arbitrary<Scenario> {
  return fc
    .tuple(cases, replyFaults)
    .map(([scenario, faults]) => (faults === null ? scenario : withWireFaults(scenario, faults)));
}

export function withWireFaults(scenario: Scenario, wireFaults: readonly WireFault[]): Scenario {
  const steps = scenario.steps.map((step): Step => {
    return step.kind === "reconcile" ? { ...step, wireFaults } : step;
  });
  return { ...scenario, steps };
}
