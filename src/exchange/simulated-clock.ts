/** More microtasks than lie between the end of a wait and the next act of a target. */
const turnsOfAnAct = 10;

/**
 * The time of the exchange, which only advances, and the clock of the bot, which a step may set. Both are in
 * milliseconds since 1970.
 */
export class SimulatedClock {
  #exchangeMs: number;
  /** By how much the clock of the bot is ahead of the exchange; below zero it is behind. */
  #aheadMs = 0;
  /** How many waits have started. */
  waitsStarted = 0;
  #timers: { readonly atMs: number; readonly resolve: () => void }[] = [];

  constructor(startsAtMs: number) {
    this.#exchangeMs = startsAtMs;
  }

  get exchangeMs(): number {
    return this.#exchangeMs;
  }

  get botMs(): number {
    return this.#exchangeMs + this.#aheadMs;
  }

  /** Both advance, and the waits that are over end. */
  advance(ms: number): void {
    this.#exchangeMs += ms;
    if (ms === 0 || this.#timers.length === 0) return;
    const over = this.#timers.filter(({ atMs }) => atMs <= this.#exchangeMs);
    this.#timers = this.#timers.filter(({ atMs }) => atMs > this.#exchangeMs);
    for (const { resolve } of over) resolve();
  }

  /**
   * Time passes from the end of one wait to that of the next, and the target can act at each. `pass` advances the
   * clock by a part of the time.
   */
  async passInTurns(ms: number, pass: (partMs: number) => void): Promise<void> {
    // The target starts its own wait right after it made the call.
    await Promise.resolve();
    let leftMs = ms;
    for (let nextMs = this.#nextEndInMs(); nextMs < leftMs; nextMs = this.#nextEndInMs()) {
      pass(nextMs);
      leftMs -= nextMs;
      for (let turn = 0; turn < turnsOfAnAct; turn += 1) await Promise.resolve();
    }
    pass(leftMs);
  }

  /** In how many milliseconds the next wait ends, at least one; infinite without a wait. */
  #nextEndInMs(): number {
    const ends = this.#timers.map(({ atMs }) => atMs - this.#exchangeMs);
    return Math.max(Math.min(...ends), 1);
  }

  /** Ends when the clock has advanced by this time, which it may never do. */
  async after(ms: number): Promise<void> {
    this.waitsStarted += 1;
    if (ms <= 0) return undefined;
    return new Promise((resolve) => {
      this.#timers.push({ atMs: this.#exchangeMs + ms, resolve });
    });
  }

  /** Sets the clock of the bot forward, or back for a number below zero, but not before 1970. */
  setBotBy(ms: number): void {
    this.#aheadMs = Math.max(this.#aheadMs + ms, -this.#exchangeMs);
  }
}
