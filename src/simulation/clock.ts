/** The time of a scenario. It changes only when it is advanced. */
export class SimulatedClock {
  #nowMs: number;

  constructor(startsAtMs: number) {
    this.#nowMs = startsAtMs;
  }

  readonly nowMs = (): number => this.#nowMs;

  advance(ms: number): void {
    this.#nowMs += ms;
  }
}
