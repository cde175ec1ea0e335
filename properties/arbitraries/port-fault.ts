/** Faults of the next port calls. */
import * as fc from "fast-check";
import type { PortFault } from "../../src/domain/port-fault.ts";

const accept: PortFault = { kind: "accept" };
export const faultKinds: readonly PortFault[] = [
  { kind: "reject", code: -2011, message: "Unknown order sent." },
  { kind: "reject", code: -2022, message: "ReduceOnly Order is rejected." },
  { kind: "reject", code: -1008, message: "Request throttled by system-level protection." },
  { kind: "reject", code: -1001, message: "Internal error; unable to process your request." },
  // "Execution status unknown" can also come as a rejection.
  { kind: "reject", code: -1006, message: "Execution status unknown." },
  { kind: "reject", code: -1007, message: "Send status unknown; execution status unknown." },
  { kind: "timeout", applied: false },
  { kind: "timeout", applied: true },
  { kind: "disconnect", applied: false },
  { kind: "disconnect", applied: true },
];

export function portFaults(faultWeight: number): fc.Arbitrary<readonly PortFault[]> {
  const fault = fc.oneof(
    { arbitrary: fc.constant(accept), weight: 2 },
    { arbitrary: fc.constantFrom(...faultKinds), weight: faultWeight },
  );
  return fc.array(fault, { maxLength: 3 });
}
