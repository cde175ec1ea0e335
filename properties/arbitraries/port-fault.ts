/** How the exchange answers the next calls. */
import * as fc from "fast-check";
import type { PortBehaviour } from "../../src/domain/port-fault.ts";

const accept: PortBehaviour = { mode: "accept" };
export const troubles: readonly PortBehaviour[] = [
  { mode: "reject", code: -2011, message: "Unknown order sent." },
  { mode: "reject", code: -2022, message: "ReduceOnly Order is rejected." },
  { mode: "reject", code: -1008, message: "Request throttled by system-level protection." },
  { mode: "reject", code: -1001, message: "Internal error; unable to process your request." },
  // "Execution status unknown" can also come as a rejection.
  { mode: "reject", code: -1006, message: "Execution status unknown." },
  { mode: "reject", code: -1007, message: "Send status unknown; execution status unknown." },
  { mode: "time_out", applied: false },
  { mode: "time_out", applied: true },
  { mode: "throw", applied: false },
  { mode: "throw", applied: true },
];

export function portBehaviours(troubleWeight: number): fc.Arbitrary<readonly PortBehaviour[]> {
  const behaviour = fc.oneof(
    { arbitrary: fc.constant(accept), weight: 2 },
    { arbitrary: fc.constantFrom(...troubles), weight: troubleWeight },
  );
  return fc.array(behaviour, { maxLength: 3 });
}
