/**
 * Live mode is a capability, not a flag. The port's methods require a `LivePermit`, one method mints it,
 * and the port checks again that it was minted here.
 */
import type { GateFailure } from "../domain/gate.ts";

export class LivePermit {
  /** A private field: an object that was cast to this type does not have it. */
  // oxlint-disable-next-line no-unused-private-class-members -- isGenuine checks that it is present
  readonly #minted = true;

  private constructor() {}

  static isGenuine(value: unknown): value is LivePermit {
    return typeof value === "object" && value !== null && #minted in value;
  }

  /** The only source of permits. Null while a gate is closed. */
  static mint(gateFailures: readonly GateFailure[]): LivePermit | null {
    return gateFailures.length === 0 ? new LivePermit() : null;
  }
}
