/**
 * Live mode is a capability, not a flag. The port's methods require a `LivePermit`, one function mints it,
 * and the port checks again that it was minted here. A permit is good for one run.
 */
import type { GateFailure } from "../domain/gate.ts";

declare const minted: unique symbol;

/** A frozen object without fields: nothing can be made from one, and a copy is not genuine. */
export type LivePermit = { readonly [minted]: true };

/** The permits of runs that have not ended, with their numbers. */
const genuine = new WeakMap<object, number>();
let mintedCount = 0;

/** The only source of permits. Null while a gate is closed. */
export function mintPermit(gateFailures: readonly GateFailure[]): LivePermit | null {
  if (gateFailures.length > 0) return null;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the field exists in types only
  const permit = Object.freeze(Object.create(null)) as LivePermit;
  mintedCount += 1;
  genuine.set(permit, mintedCount);
  return permit;
}

/** How many permits were minted. A later permit has a higher number. */
export function countPermits(): number {
  return mintedCount;
}

/** Whether a run that has not ended minted it, as one after the first `mintedBefore` permits. */
export function isGenuinePermit(value: unknown, mintedBefore = 0): value is LivePermit {
  if (typeof value !== "object" || value === null) return false;
  return (genuine.get(value) ?? 0) > mintedBefore;
}

/** The run of the permit ends it. */
export function revokePermit(permit: LivePermit): void {
  genuine.delete(permit);
}
