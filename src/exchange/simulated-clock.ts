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

  /** Ends when the clock has advanced by this time, which it may never do. */
  async after(ms: number): Promise<void> {
    this.waitsStarted += 1;
    return new Promise((resolve) => {
      this.#timers.push({ atMs: this.#exchangeMs + ms, resolve });
    });
  }

  /** Sets the clock of the bot forward, or back for a number below zero, but not before 1970. */
  setBotBy(ms: number): void {
    this.#aheadMs = Math.max(this.#aheadMs + ms, -this.#exchangeMs);
  }
}
