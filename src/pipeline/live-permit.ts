/**
 * Live mode is a capability, not a flag. The port's methods require a `LivePermit`, one function mints it,
 * and the port checks again that it was minted here. A permit is good for one run.
 */
import type { GateFailure } from "../domain/gate.ts";

/** Its number is private: no other object gets one, and no copy has it. Zero after the end of its run. */
class Permit {
  #number: number;

  constructor(number: number) {
    this.#number = number;
  }

  static numberOf(value: unknown): number {
    return typeof value === "object" && value !== null && #number in value ? value.#number : 0;
  }

  static revoke(permit: object): void {
    if (#number in permit) permit.#number = 0;
  }
}

// A permit in hand does not lead to the class.
Reflect.deleteProperty(Permit.prototype, "constructor");
Object.freeze(Object.setPrototypeOf(Permit.prototype, null));

/** A frozen object without fields: nothing can be made from one, and a copy is not genuine. */
export type LivePermit = Permit;

/** A port call without a live permit. The port sent nothing. */
export class LivePermitError extends Error {
  override readonly name = "LivePermitError";
}

let mintedCount = 0;

/** The only source of permits. Null while a gate is closed. */
export function mintPermit(gateFailures: readonly GateFailure[]): LivePermit | null {
  if (gateFailures.length > 0) return null;
  mintedCount += 1;
  const permit = new Permit(mintedCount);
  Object.freeze(permit);
  return permit;
}

/** How many permits were minted. A later permit has a higher number. */
export function countPermits(): number {
  return mintedCount;
}

/**
 * Whether a value is the permit of a run that has not ended. A port asks it in every call. Throws nothing.
 *
 * @param value What the caller passed as its permit.
 * @param mintedBefore How many permits, minted first, are refused; by default none.
 * @returns true for a genuine permit, and narrows its type
 */
export function isGenuinePermit(value: unknown, mintedBefore = 0): value is LivePermit {
  return Permit.numberOf(value) > mintedBefore;
}

/** The run of the permit ends it. One that was not minted here is refused by the port anyway. */
export function revokePermit(permit: LivePermit): void {
  Permit.revoke(permit);
}
