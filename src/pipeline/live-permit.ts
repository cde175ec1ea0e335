/**
 * Live mode is a capability, not a flag: the port's methods demand a `LivePermit`, one function
 * mints it, and the port checks again that the value it is handed was minted here.
 */
import type { GateFailure } from "../domain/gate.ts";

export class LivePermit {
  /** A private field: no other object, however it is rawValue or cast, has it. */
  // oxlint-disable-next-line no-unused-private-class-members -- isGenuine asks for its presence
  readonly #minted: true;

  private constructor() {
    this.#minted = true;
  }

  static isGenuine(value: unknown): value is LivePermit {
    return typeof value === "object" && value !== null && #minted in value;
  }

  /** Null while a gate is closed. */
  static mint(gateFailures: readonly GateFailure[]): LivePermit | null {
    return gateFailures.length === 0 ? new LivePermit() : null;
  }
}

/** The one place where a permit comes from. */
export function mintLivePermit(gateFailures: readonly GateFailure[]): LivePermit | null {
  return LivePermit.mint(gateFailures);
}
